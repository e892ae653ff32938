"""Invented members in any number, the same in every run: some sectors and challenges are common, most are rare."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import insert

from community.accounts.models import Member, MemberSession
from community.core import chance, clock
from community.core.database import Model, db
from community.core.roles import MemberState
from community.directory import queries as directory
from community.directory.models import Distance, NamedAs, Profile, ProfileChallenge, ShownAs, Side
from community.directory.told import TIMES, WAYS

ROWS_AT_ONCE = 5_000
SIGNED_IN_EVERY = 10
SIDES = (Side.BRIDGE, Side.BRIDGE, Side.BRIDGE, Side.KIN, Side.EITHER)
DISTANCES = (Distance.NONE, Distance.NONE, Distance.NONE, Distance.NEAR, Distance.FAR)
Thing = TypeVar("Thing")


def fill(how_many: int) -> None:
    """Members with whole profiles, in an empty database with its reference lists."""
    luck = random.Random(20261123)
    for first in range(1, how_many + 1, ROWS_AT_ONCE):
        ids = range(first, min(first + ROWS_AT_ONCE, how_many + 1))
        _insert(Member, (_member(each) for each in ids))
        _insert(Profile, (_profile(each, luck) for each in ids))
        _insert(ProfileChallenge, (row for each in ids for row in _challenges(each, luck)))
        _insert(MemberSession, (_session(each) for each in ids if each % SIGNED_IN_EVERY == 0))
        db.session.commit()


def _insert(table: type[Model], rows: Iterator[dict[str, Any]]) -> None:
    db.session.execute(insert(table), list(rows))


def _member(number: int) -> dict[str, Any]:
    address, now = f"member{number}@example.org", clock.now()
    return {
        "id": number,
        "public_id": chance.new_id(),
        "email": address,
        "email_key": address,
        "display_name": f"Member {number}",
        "state": MemberState.ACTIVE,
        "joined_at": now - timedelta(days=200),
    }


def _session(number: int) -> dict[str, Any]:
    now = clock.now()
    return {
        "token_hash": chance.secret_bytes(32),
        "member_id": number,
        "created_at": now,
        "confirmed_at": now,
        "expires_at": now + timedelta(hours=24),
    }


def _profile(number: int, luck: random.Random) -> dict[str, Any]:
    sectors = [sector.id for sector in directory.sectors().values() if sector.parent_id]
    places = [place.id for place in directory.places().values() if place.kind not in {"nation", "nhs_region"}]
    organisation = f"organisation {luck.randrange(number // 8 + 50)}" if luck.random() < 0.6 else ""
    return {
        "member_id": number,
        "sector_id": _common_first(sectors, luck),
        "place_id": luck.choice(places) if luck.random() < 0.85 else None,
        "place_shown_as": luck.choice(list(ShownAs)),
        "organisation": organisation,
        "organisation_key": organisation,
        "perspectives": ["operational"],
        "side": luck.choice(SIDES),
        "distance": luck.choice(DISTANCES),
        "ways": luck.sample(list(WAYS), luck.randint(1, 3)) if luck.random() < 0.8 else [],
        "times": luck.sample(list(TIMES), luck.randint(2, 7)) if luck.random() < 0.75 else [],
        "languages": ["English"],
        "capacity": luck.choice((1, 1, 1, 2, 3)),
        "circles_open": 0 if luck.random() < 0.8 else 1,
        "is_available": luck.random() < 0.9,
        "changed_at": clock.now() - timedelta(days=luck.randrange(1, 200)),
    }


def _challenges(number: int, luck: random.Random) -> Iterator[dict[str, Any]]:
    known = list(directory.challenges())
    named = {
        NamedAs.TOP: _some(known, luck, 1, 3),
        NamedAs.OFFER: _some(known, luck, 0, 4),
    }
    named[NamedAs.NEED] = named[NamedAs.TOP] if luck.random() < 0.6 else _some(known, luck, 1, 4)
    named[NamedAs.OTHER] = [each for each in _some(known, luck, 0, 3) if each not in named[NamedAs.TOP]]
    for named_as, chosen in named.items():
        for rank, challenge_id in enumerate(chosen, 1):
            yield {
                "member_id": number,
                "challenge_id": challenge_id,
                "named_as": named_as,
                "rank": rank if named_as is NamedAs.TOP else 0,
            }


def _some(known: list[str], luck: random.Random, least: int, most: int) -> list[str]:
    """Different ones, each drawn so that the first of the list are named far more often than the last."""
    return list(dict.fromkeys(_common_first(known, luck) for _ in range(luck.randint(least, most))))


def _common_first(known: list[Thing], luck: random.Random) -> Thing:
    return known[int(len(known) * luck.random() ** 1.7)]
