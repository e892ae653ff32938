"""What the journal promises, each under its number."""

import base64
import zlib
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from community.core import chance, crypto
from community.core.crypto import Tampered
from community.core.database import Model, db
from community.core.roles import Role
from community.journal import paper
from community.journal.models import JournalEntry
from community.journal.paper import Answer, Draft
from community.keyring import wraps
from community.settings import Settings
from tests.journal import canary
from tests.journal.desk import Writer, an_entry, begin, fill, unlock, writer
from tests.practice.people import a_community, a_thread
from tests.world import World

CANARY = "quokkabellwether"
OPEN_CANARY = "numbatlanternfish"


def use_everything(world: World, who: Writer) -> UUID:
    """Write, save again, be refused, search, lock, unlock, with the canary in every field there is."""
    page, address = begin(who, "failing-well")
    told = {f"answer_{n}": f"{CANARY} {n}" for n in range(6)}
    typed = fill(page, title=f"{CANARY} t", next_step=f"{CANARY} n", **told)
    who.browser.post(address, typed, htmx=True)
    who.browser.post(address, typed)
    who.browser.post("/journal/search", {"words": CANARY})
    who.browser.post(address, typed | {"hand": "another", "rev": "1"})
    who.browser.post(address, typed | {"day": "not a day"})
    who.browser.post("/journal/lock")
    who.browser.post(address, typed)
    unlock(who.browser)
    who.browser.get("/journal")
    return UUID(address.split("/")[-2])


def say_openly(world: World, *words: str) -> None:
    """The words stand in a conversation that every member reads."""
    gareth = world.member("Gareth")
    a_thread(world, gareth, a_community(world, members=(gareth,)), body=" ".join(words))


def test_J1_nothing_the_server_keeps_holds_a_word_of_the_journal(app: Flask, settings: Settings, world: World) -> None:
    with canary.everything_logged() as said:
        nadia = writer(world)
        use_everything(world, nadia)
        assert CANARY in nadia.browser.get("/journal"), "its owner finds it"
    open_bytes = OPEN_CANARY.encode()
    say_openly(world, OPEN_CANARY, open_bytes.hex(), base64.b64encode(open_bytes).decode())
    stores = canary.stores_of(app, settings.instance_path, "\n".join(said))
    assert canary.found(CANARY, stores) == set()
    where = canary.found(OPEN_CANARY, stores)
    assert {(name, how) for name in ("table post", "backup") for how in ("plain", "hex", "base64")} <= where
    if "test.sqlite3" in stores:
        assert where & {("test.sqlite3", "plain"), ("test.sqlite3-wal", "plain")}


@pytest.mark.parametrize("before", [b"", b"a", b"ab", b"abc"])
def test_J1_the_search_for_canaries_finds_them_in_every_spelling(before: bytes) -> None:
    plain = before + CANARY.encode() + b"after"
    hidden = {
        "plain": plain,
        "hex": plain.hex().encode(),
        "base64": base64.b64encode(plain),
        "utf-16": (before.decode() + CANARY).encode("utf-16-le"),
        "zlib": b"xx" + zlib.compress(plain) + b"yy",
    }
    assert canary.found(CANARY, hidden) == {(how, how) for how in hidden}
    assert canary.found(CANARY, {how: content[::-1] for how, content in hidden.items()}) == set()


def test_J4_no_page_shows_an_entry_to_anybody_else_not_to_an_administrator(app: Flask, world: World) -> None:
    nadia = writer(world)
    entry = an_entry(world, nadia, CANARY, title=CANARY)
    chief = world.member("Bryony", role=Role.ADMINISTRATOR)
    mine = _with_journal(world, chief)
    seen = 0
    for address in addresses(app, nadia, entry):
        page = mine.get(address, check=False)
        assert CANARY not in page.html, address
        seen += page.status == 200
    assert seen > 10
    assert mine.get(f"/journal/entries/{entry}").status == 404
    for verb in ("save", "delete"):
        assert mine.post(f"/journal/entries/{entry}/{verb}", {"answers-0": "x", "day": "2026-11-21"}).status == 404
    assert "0 entries" in mine.post("/journal/search", {"words": CANARY})
    assert CANARY in nadia.browser.get(f"/journal/entries/{entry}").html, "its owner reads it at the same address"


def _with_journal(world: World, person: Any) -> Any:
    from tests.journal.desk import give_journal

    give_journal(world, person)
    browser = world.browser(person)
    assert unlock(browser).status == 303
    return browser


def addresses(app: Flask, nadia: Writer, entry: UUID) -> list[str]:
    """Every address that can be asked for, with the ids of what belongs to somebody else."""
    filled = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()):
                for value in (entry, nadia.person.public_id):
                    given = {name: _fitting(kind, value) for name, kind in rule._converters.items()}
                    filled.append(app.url_for(rule.endpoint, **given))
    return sorted({address for address in filled if "sign-out" not in address})


def _fitting(kind: BaseConverter, value: UUID) -> UUID | int | str:
    if isinstance(kind, AnyConverter):
        return next(iter(kind.items))
    return 1 if isinstance(kind, IntegerConverter) else value


KEY = wraps.new_journal_key(chance.new_id(), 1)
OTHER = wraps.new_journal_key(chance.new_id(), 1)
ENTRY, ELSEWHERE = chance.new_id(), chance.new_id()
HEAD = paper.head_of(
    Draft(day=date(2026, 11, 21), title="Title"), datetime(2026, 11, 21, 9, tzinfo=UTC), is_finished=True
)
HEAD_BOX = paper.seal_head(KEY, HEAD, entry=ENTRY, rev=3)
BODY_BOX = paper.seal_body(KEY, (Answer("", "Words"),), entry=ENTRY, rev=3)


@given(
    member=st.sampled_from([KEY.member, OTHER.member]),
    entry=st.sampled_from([ENTRY, ELSEWHERE]),
    gen=st.sampled_from([1, 2]),
    rev=st.sampled_from([2, 3, 4]),
    is_swapped=st.booleans(),
    has_key=st.booleans(),
)
def test_J5_a_box_opens_in_its_own_place_only(
    member: UUID, entry: UUID, gen: int, rev: int, is_swapped: bool, has_key: bool
) -> None:
    key = wraps.JournalKey(member, gen, KEY.secret if has_key else OTHER.secret)
    head, body = (BODY_BOX, HEAD_BOX) if is_swapped else (HEAD_BOX, BODY_BOX)
    is_home = (member, entry, gen, rev, is_swapped, has_key) == (KEY.member, ENTRY, 1, 3, False, True)
    if is_home:
        assert paper.open_head(key, head, entry=entry, rev=rev) == HEAD
        assert paper.open_body(key, body, entry=entry, rev=rev) == (Answer("", "Words"),)
        return
    with pytest.raises(Tampered):
        paper.open_head(key, head, entry=entry, rev=rev)
    with pytest.raises(Tampered):
        paper.open_body(key, body, entry=entry, rev=rev)


def test_J5_every_single_flipped_bit_of_an_entry_is_noticed() -> None:
    for box, open_box in ((HEAD_BOX, paper.open_head), (BODY_BOX, paper.open_body)):
        for bit in range(len(box) * 8):
            flipped = bytearray(box)
            flipped[bit // 8] ^= 1 << bit % 8
            with pytest.raises(Tampered):
                open_box(KEY, bytes(flipped), entry=ENTRY, rev=3)


def test_J5_boxes_swapped_between_rows_in_the_database_are_not_shown(world: World) -> None:
    nadia = writer(world)
    one, other = an_entry(world, nadia, "First words"), an_entry(world, nadia, "Second words")
    with world.inside():
        rows = {row.id: row for row in db.session.scalars(select(JournalEntry))}
        rows[one].body_box, rows[other].body_box = rows[other].body_box, rows[one].body_box
    for entry in (one, other):
        assert "could not be verified" in nadia.browser.get(f"/journal/entries/{entry}")


def test_J9_one_character_and_nine_hundred_take_the_same_room(world: World) -> None:
    nadia = writer(world)
    for text in ("w", "w" * 900):
        an_entry(world, nadia, text)
    with world.inside():
        sizes = db.session.execute(select(func.length(JournalEntry.head_box), func.length(JournalEntry.body_box))).all()
    assert len(sizes) == 2
    assert len({body for _, body in sizes}) == 1
    assert {(head - 29) % 256 for head, _ in sizes} == {0} and {(body - 29) % 1024 for _, body in sizes} == {0}


def test_J14_writing_leaves_no_trace_in_any_other_table(world: World) -> None:
    nadia = writer(world)
    before = _counts(world)
    page, address = begin(nadia)
    nadia.browser.post(address, fill(page, answer_0="Words", next_step="Ring Amara"))
    nadia.browser.post("/journal/search", {"words": "Amara"})
    after = _counts(world)
    assert {name for name in after if after[name] != before[name]} == {"journal_entry"}


def _counts(world: World) -> dict[str, int]:
    with world.inside():
        return {
            table.name: db.session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Model.metadata.sorted_tables
        }


def test_an_entry_has_no_column_that_says_anything() -> None:
    assert set(JournalEntry.__table__.columns.keys()) == {"id", "member_id", "gen", "rev", "head_box", "body_box"}


def test_a_key_never_prints_itself() -> None:
    assert KEY.secret.hex() not in repr(KEY) and repr(KEY.secret) not in repr(KEY)
    assert len(KEY.secret) == crypto.KEY_BYTES
