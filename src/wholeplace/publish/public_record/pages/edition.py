"""What every page of one public record shares: the record, the place, and the names of everything in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from wholeplace.place import Place
from wholeplace.publish.pages.jinja import render
from wholeplace.publish.public_record.shapes import PublicRecord
from wholeplace.publish.wording import listed


@dataclass(frozen=True, kw_only=True)
class RecordEdition:
    """One public record in the making."""

    record: PublicRecord
    place: Place

    @property
    def name(self) -> str:
        """What the place is called."""
        return self.place.settings.name

    @cached_property
    def menu(self) -> tuple[tuple[str, str], ...]:
        """The pages that the menu leads to: title, and path from the record's first folder. What has nothing in it is not there."""
        agreement = self.record.agreement
        every = (
            ("Who decides", "bodies/index.html", agreement.bodies),
            ("What was signed", "memoranda.html", agreement.memoranda),
            ("Check it", "check.html", True),
        )
        return tuple((title, path) for title, path, there in every if there)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        organisations = {str(one.code): one.name for one in self.place.organisations}
        return organisations | {body.name: body.title for body in self.record.agreement.bodies}

    def name_of(self, code: str) -> str:
        """A body or organisation in words; what is not known is shown as it was written."""
        return self._names.get(code, code)

    def names_of(self, codes: Iterable[str]) -> str:
        """Several of them: "a, b and c"."""
        return listed([self.name_of(code) for code in codes])

    @cached_property
    def _areas(self) -> Mapping[str, str]:
        return {str(area.code): area.name for area in self.place.areas}

    def area_of(self, code: str) -> str:
        """An area in words."""
        return self._areas.get(code, code)

    def areas_of(self, codes: Iterable[str]) -> str:
        """Several areas in words."""
        return listed([self.area_of(code) for code in codes])

    def render(self, template: str, path: str, **values: object) -> str:
        """One page at `path`, from templates/record/."""
        root = "../" * path.count("/")
        return render(f"record/{template}", edition=self, place=self.name, root=root, here=path, **values)
