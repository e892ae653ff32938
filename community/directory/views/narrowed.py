"""What is asked to narrow a list of people, and how the list stands on a page: the directory’s, or another room’s."""

from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from flask import request

from community.core.ids import id_asked
from community.core.text import counted
from community.directory import queries
from community.directory.queries import ChallengeGroup, People, PeopleFilters, PlaceChoice, SectorGroup
from community.web.pages import wants_fragment


class PeopleChoices(NamedTuple):
    """What one can choose to narrow by."""

    sectors: tuple[SectorGroup, ...]
    challenges: tuple[ChallengeGroup, ...]
    places: tuple[PlaceChoice, ...]


class PeopleAsked(NamedTuple):
    """What the address of a list of people asks for. `after` is the last one of the page before."""

    filters: PeopleFilters
    after: UUID | None

    @property
    def is_for_more(self) -> bool:
        """Whether the rows alone are wanted, to stand below those that are there."""
        return self.after is not None and wants_fragment()


class PeopleShown(NamedTuple):
    """A list of people on a page at the address `here`."""

    people: People
    asked: PeopleAsked
    here: str

    @property
    def filters(self) -> PeopleFilters:
        return self.asked.filters

    @property
    def counted(self) -> str:
        how_many = self.people.how_many
        return counted(how_many).capitalize() if how_many else "Nobody"

    @property
    def older(self) -> str | None:
        """The address of the next page, if there is one."""
        more = self.people.rows.more_key
        return f"{self.here}?{urlencode({**self.filters.in_address, 'after': more}, doseq=True)}" if more else None


def people_asked() -> PeopleAsked:
    filters = queries.people_filters_from(request.args.to_dict(flat=False))
    return PeopleAsked(filters, id_asked(request.args.get("after")))


def people_choices() -> PeopleChoices:
    return PeopleChoices(queries.sector_groups(), queries.challenge_groups(), queries.place_choices())
