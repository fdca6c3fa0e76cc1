"""How fast a message is validated, beside two peers in the same run: CPU time for each item, parsing included.

    python -m bench.validation FOLDER

FOLDER is the folder of standards that docs/explanation/validation.md describes. The peers are fhir.resources (Pydantic
models of R4B) and jsonschema-rs with HL7's own JSON schema. Each is given the same bytes and says yes to them; what
else each would notice is in the tests (a JSON schema sees no reference targets and no rules).
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wholeplace.service.fhir.validation import validate

EXAMPLES = Path("bars") / "examples-1.0"
ROUNDS = 7  # the best of so many is told: other work on the machine only ever adds
SECONDS = 0.3  # about as long as one round takes
GOAL = 10  # times the speed of fhir.resources
# What of these messages UK Core does not allow, and what it has instead: a message that keeps it is measured, as that is what most do.
MENDED = (
    (b'"valueCode": "Telephone"', b'"valueCodeableConcept": {"text": "Telephone"}'),
    (
        b'UKCore-NHSNumberVerificationStatus", "code": "number-present-and-verified"',
        b'UKCore-NHSNumberVerificationStatusEngland", "code": "01"',
    ),
)


def messages(standards: Path) -> dict[str, bytes]:
    """Three messages of the Booking and Referral Standard: a slot, an appointment, and a whole booking."""
    slots = json.loads((standards / EXAMPLES / "slots" / "GET-success.json").read_text())
    booking = json.loads((standards / EXAMPLES / "process_message" / "request" / "Booking (POST).json").read_text())
    found = {"Slot": _first(slots, "Slot"), "Appointment": _first(booking, "Appointment"), "Bundle": booking}
    return {kind: json.dumps(resource).encode() for kind, resource in found.items()}


def _first(bundle: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind)


def ours(kind: str, standards: Path) -> Callable[[bytes], object]:
    """Our validator; the same for every type and place."""

    def run(raw: bytes) -> None:
        if validate(raw):
            raise AssertionError(kind, standards)

    return run


def held_to_uk_core(kind: str, standards: Path) -> Callable[[bytes], object]:
    """Our validator, with the profiles of UK Core and those that the message claims."""

    def run(raw: bytes) -> None:
        if validate(raw, uk_core=True):
            raise AssertionError(kind, standards)

    return run


def mended(raw: bytes) -> bytes:
    """A message as UK Core wants it."""
    for old, new in MENDED:
        raw = raw.replace(old, new)
    return raw


def parsed_only(kind: str, standards: Path) -> Callable[[bytes], object]:
    """The bytes read into dicts by msgspec, and nothing looked at."""
    import msgspec

    if not standards.is_dir():
        raise FileNotFoundError(standards, kind)
    return msgspec.json.Decoder().decode


def pydantic_models(kind: str, standards: Path) -> Callable[[bytes], object]:
    """fhir.resources: one Pydantic model for each type."""
    from fhir.resources.R4B import get_fhir_model_class  # pyright: ignore[reportMissingImports]

    if not standards.is_dir():
        raise FileNotFoundError(standards)
    return get_fhir_model_class(kind).model_validate_json


def there_and_back(kind: str, standards: Path) -> Callable[[bytes], object]:
    """fhir.resources reading a message and writing it again, as a server that keeps its models would."""
    read = pydantic_models(kind, standards)
    return lambda raw: read(raw).model_dump_json()  # pyright: ignore[reportAttributeAccessIssue]


def json_schema(kind: str, standards: Path) -> Callable[[bytes], object]:
    """jsonschema-rs with the JSON schema of FHIR R4, narrowed to one type as its authors advise for speed."""
    import jsonschema_rs  # pyright: ignore[reportMissingImports]
    import msgspec

    schema = json.loads((standards / "fhir-r4" / "fhir.schema.json").read_text())
    narrowed = {"$schema": schema["$schema"], "$ref": f"#/definitions/{kind}", "definitions": schema["definitions"]}
    validator = jsonschema_rs.validator_for(narrowed)

    def run(raw: bytes) -> None:
        if not validator.is_valid(msgspec.json.decode(raw)):
            raise AssertionError(kind)

    return run


def seconds_each(run: Callable[[bytes], object], raw: bytes) -> float:
    """CPU seconds for one message, the best of several rounds."""
    run(raw)
    once = _timed(run, raw, 3)
    times = max(3, int(SECONDS / once))
    return min(_timed(run, raw, times) for _ in range(ROUNDS))


def _timed(run: Callable[[bytes], object], raw: bytes, times: int) -> float:
    gc.collect()
    start = time.process_time()
    for _ in range(times):
        run(raw)
    return (time.process_time() - start) / times


def main(standards: Path) -> None:
    """Prints items a CPU second and the ratios."""
    peers = {
        "ours": ours,
        "with UK Core": held_to_uk_core,
        "fhir.resources": pydantic_models,
        "read and written": there_and_back,
        "jsonschema-rs": json_schema,
        "parsed only": parsed_only,
    }
    sys.stdout.write(f"items a CPU second, parsing included (ratio: ours to fhir.resources; goal {GOAL}x)\n")
    for kind, raw in messages(standards).items():
        each = {name: seconds_each(make(kind, standards), mended(raw)) for name, make in peers.items()}
        speeds = "  ".join(f"{name} {1 / seconds:>9,.0f}" for name, seconds in each.items())
        ratios = " / ".join(f"{each[name] / each['ours']:.1f}x" for name in ("fhir.resources", "read and written"))
        sys.stdout.write(f"{kind:<12} {len(raw):>6} bytes  {speeds}  ratio {ratios}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
