"""Papers that a proposal can rest on: pages of the latest release and saved answers of what if, each by the SHA-256 of its bytes."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from wholeplace.agreement.decisions import Evidence, Proposal
from wholeplace.web.house import House
from wholeplace.web.partner.released import Release

FORECASTS = "forecasts"
"""The folder of a place for answers of `wholeplace try --json`, kept under names of their own."""


def papers_of(release: Release, house: House, proposal: Proposal | None) -> Mapping[str, Evidence]:
    """Every paper that can be chosen, by its fingerprint: what the proposal has already, saved forecasts, then pages of the release."""
    found = [*(proposal.evidence if proposal else ()), *_forecasts(house.folder / FORECASTS), *_pages(release)]
    return {paper.sha256: paper for paper in found}


def _pages(release: Release) -> Iterator[Evidence]:
    if release.folder is None:
        return
    files: Mapping[str, str] = json.loads((release.folder / "manifest.json").read_text("utf-8")).get("files", {})
    seen: set[str] = set()
    for reading in release.readings():
        page = f"readings/{reading.name}.html"
        if page in files and page not in seen:
            seen.add(page)
            title = f"Reading “{reading.title}” of release {release.name}"
            yield Evidence(title=title, address=f"/releases/{release.name}/{page}", sha256=files[page])


def _forecasts(folder: Path) -> Iterator[Evidence]:
    for file in sorted(folder.glob("*.json")):
        title = f"Forecast “{file.stem.replace('-', ' ')}”"
        yield Evidence(title=title, address=f"{FORECASTS}/{file.name}", sha256=sha256(file.read_bytes()).hexdigest())
