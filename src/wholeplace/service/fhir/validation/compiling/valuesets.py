"""Value sets of UK Core as closed lists of `system|code`, where all their members are at hand."""

from pathlib import Path

from wholeplace.service.fhir.validation.compiling.xml import Part, read

SYSTEMS = "https://fhir.hl7.org.uk/CodeSystem/"


class ValueSets:
    """The value sets and code systems in a folder of standards."""

    def __init__(self, standards: Path) -> None:
        self._sets = _by_url(standards / "ukcore" / "valuesets")
        self._systems = _by_url(standards / "ukcore" / "codesystems")
        self._used: dict[str, list[str]] = {}

    def listed(self, url: str) -> str:
        """The name under which a value set's codes stand in the table; empty when its members are not all at hand."""
        url = url.partition("|")[0]
        codes = self._codes(url)
        if not codes:
            return ""
        name = url.rpartition("/")[2]
        self._used[name] = sorted(codes)
        return name

    def used(self) -> dict[str, list[str]]:
        """Every list asked for, by name."""
        return dict(sorted(self._used.items()))

    def retired(self) -> dict[str, list[str]]:
        """For each list asked for, by name, the codes of the system of that same name which the owners have retired, where there is one."""
        found: dict[str, list[str]] = {}
        for name, listed in self.used().items():
            system = self._systems.get(f"{SYSTEMS}{name}")
            if system is not None and system.text("status") == "retired":
                found[name] = sorted({f"{SYSTEMS}{name}|{code}" for code in _concepts(system)} - set(listed))
        return {name: codes for name, codes in found.items() if codes}

    def _codes(self, url: str) -> set[str]:
        found: set[str] = set()
        definition = self._sets.get(url)
        includes = [part for compose in definition.all("compose") for part in compose.all("include")] if definition else []
        for include in includes:
            codes = self._included(include)
            if not codes:
                return set()
            found |= codes
        return found

    def _included(self, include: Part) -> set[str]:
        """The codes of one part of a value set; none when it is told by a filter or its system is not at hand."""
        system = include.text("system")
        if include.all("filter"):
            return set()
        concepts = [each.text("code") for each in include.all("concept")]
        if not concepts and system in self._systems:
            concepts = _concepts(self._systems[system])
        within = {code for each in include.all("valueSet") for code in self._codes(each.value)}
        return within or {f"{system}|{code}" for code in concepts}


def _concepts(part: Part) -> list[str]:
    return [code for each in part.all("concept") for code in (each.text("code"), *_concepts(each))]


def _by_url(folder: Path) -> dict[str, Part]:
    definitions = [read(path) for path in sorted(folder.glob("*.xml"))]
    return {each.text("url"): each for each in definitions}
