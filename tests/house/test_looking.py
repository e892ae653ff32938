"""R17: looking changes nothing. Every GET of the site, asked by everybody, and the whole database compared."""

import hashlib

import pytest
from flask import Flask

from community.core.database import Model, db
from tests.house.matrix import ROWS
from tests.house.test_access import address
from tests.house.things import scene
from tests.world import World


def fingerprint(app: Flask) -> dict[str, str]:
    """What every table holds, folded to a few letters."""
    with app.app_context():
        return {
            name: hashlib.sha256("\n".join(sorted(map(repr, db.session.execute(table.select())))).encode()).hexdigest()
            for name, table in Model.metadata.tables.items()
        }


@pytest.mark.parametrize("who", ["anonymous", "newcomer", "suspended", "stranger", "administrator", "owner"])
@pytest.mark.parametrize("htmx", [False, True], ids=["as a page", "as a part of one"])
def test_no_get_writes_anything(app: Flask, world: World, who: str, htmx: bool) -> None:
    made = scene(world, with_journals=True)
    browser = made.browser(who, journal_open=True)
    before = fingerprint(app)
    for row in ROWS:
        if row.method == "GET":
            assert browser.get(address(app, row, made), htmx=htmx, check=False).status < 500, row.name
    assert fingerprint(app) == before


def test_the_comparison_notices_a_write(app: Flask, world: World) -> None:
    made = scene(world)
    before = fingerprint(app)
    made.browser("owner").post(f"/buddies/circles/{made.ids['circle_id']}/messages", {"words": "hello"}, check=False)
    after = fingerprint(app)
    assert {name for name in after if after[name] != before[name]} >= {"circle_message"}
