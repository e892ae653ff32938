"""Where you sit: name, sector, perspectives, place, and what is private."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField

from community.core.text import comparable
from community.directory import queries
from community.directory.forms.fields import Checks, Pick, Radios, choices_of
from community.directory.forms.part import PartForm
from community.directory.models import InterestKind, ShownAs
from community.directory.told import MOST_NAMED_ORGANISATIONS, MOST_OTHER_SECTORS, MOST_PERSPECTIVES, Part, WhereYouSit
from community.web.forms import Form, Line, NameLine, Text, ValidationError

LONGEST_ORGANISATION = 160
LONGEST_PLACE = 160


class PlaceFields(Form):
    """Where somebody is, by whatever name they know it, and how much of it others see."""

    place_words = Line(
        "Your place",
        longest=LONGEST_PLACE,
        description="Your board, trust, region or nation. Old and new names work, in English or Welsh.",
    )
    place = RadioField("Which of these do you mean?", validate_choice=False)
    shown_as = Radios(
        "How others see your place",
        among={ShownAs.AREA: "My area", ShownAs.REGION: "My region", ShownAs.NATION: "My nation only"},
        description="In a small area a sector and a place can be enough to tell who you are.",
    )

    def look_up(self, kept: str | None = None) -> None:
        """Offer the places that the words could mean; `kept` is the one that somebody has already."""
        self.chosen_place: str | None = None
        self.offered = offered_places(self.place_words.data or "", kept)
        self.place.choices = choices_of({each.id: each.label for each in self.offered})
        if len(self.offered) == 1:
            self.place.label.text = "The place we found"

    def validate_place_words(self, field: Line) -> None:
        """The words decide; a choice counts only if it answers to them. One answer needs no choosing."""
        if not comparable(field.data or ""):
            self.chosen_place = None
        elif self.place.data in {each.id for each in self.offered}:
            self.chosen_place = self.place.data
        elif len(self.offered) == 1:
            self.chosen_place = self.offered[0].id
        elif self.offered:
            raise ValidationError("Choose which place you mean.")
        else:
            raise ValidationError("We know no place by that name. Try your board, trust or nation, or leave it empty.")

    @property
    def place_hints(self) -> dict[str, str]:
        return hints_of(self.offered)

    @property
    def shown_hints(self) -> dict[str, str]:
        """What others would read for each choice, once one place is known."""
        chosen = self.place.data if self.place.data in {each.id for each in self.offered} else None
        place = self.offered[0].id if len(self.offered) == 1 else chosen
        return {each: queries.place_as_shown(place, each) for each in ShownAs} if place else {}


class PrivateFields(Form):
    """One's organisation, and the organisations with which one has dealings: compared, and shown to nobody else."""

    organisation = Line(
        "Your organisation",
        longest=LONGEST_ORGANISATION,
        description="Only your buddies see it. It also keeps us from suggesting a colleague to you.",
    )
    inspects = Text("I inspect or regulate")
    commissions = Text("I commission or buy from")
    bids = Text("I bid to, or hold a contract with")
    line_managed = Text("I am line-managed with, or was in the last two years")
    dispute = Text("I am in a dispute or complaint with")

    def validate_inspects(self, field: Text) -> None:
        _refuse_too_many_organisations(field)

    validate_commissions = validate_bids = validate_line_managed = validate_dispute = validate_inspects

    @property
    def has_private_errors(self) -> bool:
        private = (self.organisation, self.inspects, self.commissions, self.bids, self.line_managed, self.dispute)
        return any(field.errors for field in private)

    @property
    def interests(self) -> tuple[tuple[InterestKind, str], ...]:
        return tuple(sorted((kind, name) for kind in InterestKind for name in _lines_of(self[kind.value].data)))


class SectorForm(PlaceFields, PrivateFields, PartForm):
    part = Part.SECTOR

    name = NameLine(
        "Your name, as you like it",
        description="A first name is fine. Please leave out job titles: everybody here has the same standing.",
    )
    sector = Pick(
        "Your sector",
        nothing="Choose one",
        needed="Choose the sector that fits best.",
        description="Where you work, or what you bring. The one that fits best.",
    )
    other_1 = Pick("A second sector")
    other_2 = Pick("A third sector")
    perspectives = Checks(
        "How you mostly look at things", most=MOST_PERSPECTIVES, description=f"Up to {MOST_PERSPECTIVES}."
    )
    about = Text("A line in your own words", longest=300, description="What would you like a buddy to know?")

    def __init__(self, told: WhereYouSit) -> None:
        super().__init__(told, **where_data(told))
        for field in (self.sector, self.other_1, self.other_2):
            field.offer(sector_choices())
        self.perspectives.offer({each.id: each.label for each in queries.perspectives().values()})
        self.look_up(kept=told.place_id)

    @property
    def perspective_hints(self) -> dict[str, str]:
        return {each.id: each.sentence for each in queries.perspectives().values()}

    def told(self) -> WhereYouSit:
        others = [each for each in (self.other_1.data, self.other_2.data) if each and each != self.sector.data]
        return WhereYouSit(
            name=self.name.data or "",
            sector_id=self.sector.data or None,
            other_sectors=tuple(dict.fromkeys(others))[:MOST_OTHER_SECTORS],
            perspectives=tuple(self.perspectives.chosen),
            place_id=self.chosen_place,
            place_shown_as=ShownAs(self.shown_as.data),
            about=self.about.data or "",
            organisation=self.organisation.data or "",
            interests=self.interests,
        )


class PlaceForm(PlaceFields, Form):
    """Only the place, for looking it up while typing. It changes nothing."""

    class Meta:
        csrf = False

    def __init__(self, words: str, shown_as: str) -> None:
        super().__init__(formdata=None, data={"place_words": words, "shown_as": shown_as})
        self.look_up()
        self.place.data = self.offered[0].id if len(self.offered) == 1 else None


def offered_places(words: str, kept: str | None = None) -> list[queries.FoundPlace]:
    """Places that answer to the words and may be chosen: a closed one gives way to those that followed it.

    The place that somebody has (`kept`) is offered under its own name even when it has closed.
    """
    exact = queries.place_of_same_name(words)
    found = [exact] if exact else queries.places_named(words)
    chosen: dict[str, queries.FoundPlace] = {}
    for place in found:
        for each in (place,) if place.is_current or place.id == kept else place.instead:
            chosen.setdefault(each.id, each)
    return list(chosen.values())


def hints_of(found: list[queries.FoundPlace]) -> dict[str, str]:
    """What each place is part of, and whether it has closed."""
    return {
        each.id: (f"In {each.within}. " if each.within else "") + ("" if each.is_current else "It has closed.")
        for each in found
    }


def sector_choices() -> dict[str, list[tuple[str, str]]]:
    return {group.label: [(each.id, each.label) for each in group.sectors] for group in queries.sector_groups()}


def where_data(told: WhereYouSit) -> dict[str, Any]:
    others = [*told.other_sectors, "", ""]
    declared = {kind.value: "\n".join(name for each, name in told.interests if each == kind) for kind in InterestKind}
    place = queries.places().get(told.place_id or "")
    return declared | {
        "name": told.name,
        "sector": told.sector_id or "",
        "other_1": others[0],
        "other_2": others[1],
        "perspectives": list(told.perspectives),
        "place_words": place.name if place else "",
        "place": told.place_id or "",
        "shown_as": told.place_shown_as,
        "about": told.about,
        "organisation": told.organisation,
    }


def _refuse_too_many_organisations(field: Text) -> None:
    names = _lines_of(field.data)
    if len(names) > MOST_NAMED_ORGANISATIONS:
        raise ValidationError(f"Name at most {MOST_NAMED_ORGANISATIONS}, one on each line.")
    if any(len(name) > LONGEST_ORGANISATION for name in names):
        raise ValidationError(f"Each name may have at most {LONGEST_ORGANISATION} characters.")


def _lines_of(text: str | None) -> Sequence[str]:
    return tuple(dict.fromkeys(line.strip() for line in (text or "").split("\n") if line.strip()))
