"""Where one can go: the main navigation, and the only judge of an address to go on to."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from flask import Flask, current_app, g, request, url_for

from community.core.roles import Actor

HOME = "/"
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


@dataclass(frozen=True)
class Place:
    """A door in the main navigation: its endpoint and every endpoint's room that lies behind it."""

    label: str
    icon: str
    endpoint: str
    rooms: tuple[str, ...]


@dataclass(frozen=True)
class Door:
    label: str
    icon: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Map:
    places: Sequence[Place]
    sign_in_endpoint: str
    where_they_stand: Callable[[Actor], str]


def doors() -> list[Door]:
    """The main doors, with the one marked behind which this page lies."""
    return [_door(place) for place in _map().places]


def links(labelled: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, url_for(endpoint)) for label, endpoint in labelled]


def stand_behind(room: str) -> None:
    """This page lies behind another door than its endpoint says: somebody else's page is one of people, not of me."""
    g.stands_behind = room


def _door(place: Place) -> Door:
    room = g.get("stands_behind") or (request.endpoint or "").split(".")[0]
    return Door(place.label, place.icon, url_for(place.endpoint), room in place.rooms)


def _map() -> Map:
    whole: Map = current_app.extensions["navigation"]
    return whole


def safe_next(address: str | None) -> str:
    """The address if it is a plain path of this site, otherwise Home. Never raises."""
    if not address or not address.startswith("/") or address.startswith("//") or _UNFIT.search(address):
        return HOME
    try:
        parts = urlsplit(address)
    except ValueError:
        return HOME
    return HOME if parts.scheme or parts.netloc else address


def sign_in_url(then: str) -> str:
    return f"{url_for(_map().sign_in_endpoint)}?next={quote(safe_next(then))}"


def standing_url(actor: Actor) -> str:
    """Where somebody belongs who may not yet, or not any more, enter the members' rooms."""
    return _map().where_they_stand(actor)


def init_app(app: Flask, whole: Map) -> None:
    app.extensions["navigation"] = whole
