"""What every page of one public record shares: the record, the place, and the names of everything in words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

from markupsafe import Markup

from wholeplace.agreement.decisions import RegisterEntry
from wholeplace.agreement.plans import Observed, Post
from wholeplace.place import Place
from wholeplace.publish.pages.jinja import render
from wholeplace.publish.public_record.entries import shown_entries
from wholeplace.publish.public_record.shapes import PublicRecord
from wholeplace.publish.wording import listed

_SAFE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,80}")
_TAKEN = ("index", "by-body", "by-state")


def file_name(name: str) -> str:
    """A name as that of a file, the same on every machine and in every address. Two names never give one file."""
    if _SAFE.fullmatch(name) and name not in _TAKEN:
        return name
    plain = re.sub(r"[^0-9A-Za-z]+", "-", name).strip("-")[:60]
    return f"{plain}-{sha256(name.encode()).hexdigest()[:8]}"


@lru_cache(maxsize=1024)
def _tag(text: str, colour: str, classes: str) -> Markup:
    return Markup(render("record/tag.html", text=text, colour=colour, classes=classes).strip())


@dataclass(frozen=True, kw_only=True)
class RecordEdition:
    """One public record in the making. `papers`: paths of those papers whose bytes are there and are what was published."""

    record: PublicRecord
    place: Place
    papers: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What the place is called."""
        return self.place.settings.name

    @cached_property
    def entries(self) -> tuple[RegisterEntry, ...]:
        """The decisions that may be shown, newest first, with what may be shown of each."""
        return shown_entries(self.record.decisions)

    @cached_property
    def references(self) -> frozenset[str]:
        """The decisions that have a page."""
        return frozenset(entry.reference for entry in self.entries)

    @cached_property
    def menu(self) -> tuple[tuple[str, str], ...]:
        """The pages that the menu leads to: title, and path from the record's first folder. What has nothing in it is not there."""
        record, agreement = self.record, self.record.agreement
        every = (
            ("Decisions", "decisions/index.html", self.entries),
            ("Coming up", "coming-up.html", self.entries),
            ("Who decides", "bodies/index.html", agreement.bodies),
            ("The plan", "plan/index.html", record.plan.strategies or record.plan.ambitions),
            ("Money", "money.html", record.funds.funds or record.funds.awards or record.calls),
            ("You said, we did", "said.html", record.points),
            ("Scrutiny", "scrutiny.html", record.recommendations),
            ("Meetings", "meetings/index.html", record.sittings),
            ("Check it", "check.html", True),
        )
        return tuple((title, path) for title, path, there in every if there)

    @cached_property
    def bodies(self) -> dict[str, str]:
        """Each body's name to its title."""
        return {body.name: body.title for body in self.record.agreement.bodies}

    def title_of(self, body: str, then: str = "") -> str:
        """A body's title as it is today; of one that is no more, as it was `then`."""
        return self.bodies.get(body) or then or body

    def page_of(self, reference: str) -> str:
        """The path of a decision's page from the record's first folder."""
        return f"decisions/{file_name(reference)}.html"

    def page_of_body(self, name: str) -> str:
        """The path of a body's page."""
        return f"bodies/{file_name(name)}.html"

    def page_of_meeting(self, reference: str) -> str:
        """The path of a meeting's page."""
        return f"meetings/{file_name(reference)}.html"

    def seen_of(self, ambition: str) -> tuple[Observed, ...]:
        """Everything that was seen of an ambition by today, the first day first."""
        return tuple(one for one in self.record.seen.get(ambition, ()) if one.on <= self.record.today)

    def owner_of(self, name: str) -> str:
        """An owner in words: a post with its organisation, a body or an organisation. Never a person."""
        post = self._posts.get(name)
        return f"{post.title}, {self.name_of(post.organisation)}" if post else self.name_of(name)

    @cached_property
    def _posts(self) -> Mapping[str, Post]:
        return {post.name: post for post in self.record.plan.posts}

    def measure_of(self, name: str) -> str:
        """A measure by its title; one that is not known, as it was written."""
        return self.record.measures.get(name, name)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        organisations = {str(one.code): one.name for one in self.place.organisations}
        return organisations | self.bodies

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

    def tag(self, text: str, colour: str, classes: str = "") -> Markup:
        """The design system's tag, drawn once for each word and colour: a register has thousands."""
        return _tag(text, colour, classes)

    @cached_property
    def fingerprint_of_words(self) -> str:
        """Of every name and paper that the page of a decision may draw on: two editions with the same one say the same of a decision."""
        agreement, plan = self.record.agreement, self.record.plan
        told = (self._names, self._areas, self.record.measures, agreement.powers, agreement.delegations, plan.posts, self.name, self.menu)
        return sha256(repr(told).encode()).hexdigest()

    def render(self, template: str, path: str, **values: object) -> str:
        """One page at `path`, from templates/record/."""
        root = "../" * path.count("/")
        return render(f"record/{template}", edition=self, place=self.name, root=root, here=path, **values)
