"""What the keys of the journal promise, each under its number."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from community import create_app
from community.accounts.models import Member, MemberSession
from community.core import chance, clock, crypto, keyfiles
from community.core.crypto import Tampered
from community.core.database import db
from community.core.keyfiles import KeyFileError
from community.journal.models import JournalEntry
from community.keyring import actions, queries, recovery, stretch, wraps
from community.keyring.models import JournalBox, WrapKind
from community.keyring.stretch import Root
from community.settings import Settings, Stage
from tests.journal.desk import PASSWORD, an_entry, unlock, writer
from tests.world import Person, World


def root_for(person: Person, password: str) -> Root:
    wrap = queries.wrap_of(person.id, WrapKind.PASSWORD)
    assert wrap is not None
    return stretch.stretch(password, wrap.salt, wrap.kdf or "")


def new_root(password: str) -> Root:
    return stretch.stretch(password, stretch.new_salt(), stretch.current_kdf())


def test_J2_every_server_file_but_the_pepper_and_the_right_password_open_nothing(app: Flask, world: World) -> None:
    nadia = writer(world)
    with world.inside():
        wrap = queries.wrap_of(nadia.person.id, WrapKind.PASSWORD)
        root = root_for(nadia.person, PASSWORD)
        assert wrap is not None
        stolen = [b"", bytes(32), root.secret, root.salt, root.verifier, str(app.secret_key).encode()]
        stolen += [wrap.pepper_id.encode() if wrap.pepper_id else b"", *app.extensions["field_keys"].by_id.values()]
        stolen += [row.box for row in db.session.scalars(select(JournalBox))]
        about = ("community-journal", 1, "wrap", str(nadia.person.public_id), wrap.gen, "password")
        for salt in stolen:
            with pytest.raises(Tampered):
                crypto.unseal(crypto.derive(root.secret, "journal kek/password", salt=salt), wrap.box, about)
        pepper = app.extensions["peppers"].in_use
        kek = crypto.derive(root.secret, "journal kek/password", salt=pepper)
        assert crypto.unseal(kek, wrap.box, about) == nadia.key.secret, "the same attempt succeeds with the pepper"


def test_J3_with_the_pepper_the_password_alone_decides(world: World) -> None:
    nadia = writer(world)
    with world.inside():
        wrap = queries.wrap_of(nadia.person.id, WrapKind.PASSWORD)
        assert wrap is not None
        wrong = root_for(nadia.person, PASSWORD + " ")
        assert wraps.open_with_password(wrap, nadia.person.public_id, wrong) is None
        assert wraps.open_with_password(wrap, chance.new_id(), root_for(nadia.person, PASSWORD)) is None
        assert wraps.open_with_password(wrap, nadia.person.public_id, root_for(nadia.person, PASSWORD)) == nadia.key


def test_the_box_of_a_session_opens_with_the_cookie_of_that_session_only(world: World) -> None:
    nadia = writer(world)
    cookie = nadia.browser.client.get_cookie("jk")
    assert cookie is not None
    with world.inside():
        box = db.session.scalars(select(JournalBox)).one()
        own = {"member": nadia.person.public_id, "gen": 1, "session_hash": box.sid_hash, "cookie": cookie.value}
        assert wraps.out_of_box(box.box, **own) == nadia.key  # type: ignore[arg-type]
        for wrong in (
            {"member": chance.new_id()},
            {"gen": 2},
            {"session_hash": bytes(32)},
            {"cookie": ""},
            {"cookie": "é"},
            {"cookie": "A" * 43},
            {"cookie": cookie.value[:-2]},
        ):
            assert wraps.out_of_box(box.box, **(own | wrong)) is None  # type: ignore[arg-type]


def test_J10_a_password_change_keeps_every_entry_and_touches_no_entry_row(world: World) -> None:
    nadia = writer(world)
    for n in range(3):
        an_entry(world, nadia, f"Entry {n}")
    before = rows_of_entries(world)
    with world.inside():
        old, new = root_for(nadia.person, PASSWORD), new_root("a wholly new password")
        assert not actions.rewrap(nadia.person.id, nadia.person.public_id, old_root=new, new_root=old)
        assert actions.rewrap(nadia.person.id, nadia.person.public_id, old_root=old, new_root=new)
    assert rows_of_entries(world) == before
    laptop = world.browser(nadia.person)
    assert unlock(laptop, PASSWORD).status == 422
    assert unlock(laptop, "a wholly new password").status == 303
    assert all(f"Entry {n}" in laptop.get("/journal") for n in range(3))


def test_J6_a_reset_without_the_code_shows_no_old_entry_and_the_code_brings_all_back(world: World) -> None:
    nadia = writer(world)
    code = recovery.new_code()
    entries = [an_entry(world, nadia, f"Before the reset {n}") for n in range(4)]
    with world.inside():
        actions.keep_recovery_code(nadia.person.id, nadia.key, code)
        actions.seal_off(nadia.person.id, nadia.person.public_id, new_root("set by whoever has the mailbox"))
    intruder = world.browser(nadia.person)
    assert unlock(intruder, PASSWORD).status == 422
    assert unlock(intruder, "set by whoever has the mailbox").status == 303
    page = intruder.get("/journal")
    assert "Before the reset" not in page and "4 sealed entries" in page
    assert all(intruder.get(f"/journal/entries/{entry}").status == 404 for entry in entries)
    assert "0 entries" in intruder.post("/journal/search", {"words": "reset"})
    asked = intruder.get("/journal/reopen")
    assert intruder.submit(asked, "/reopen", password="a guess").status == 422
    assert intruder.submit(asked, "/reopen", code=recovery.new_code()).status == 422
    assert intruder.submit(asked, "/reopen", code=code).status == 303
    page = intruder.get("/journal")
    assert all(f"Before the reset {n}" in page for n in range(4)) and "sealed" not in page


def test_J6_the_old_password_brings_them_back_too(world: World) -> None:
    nadia = writer(world)
    an_entry(world, nadia, "Before the reset")
    with world.inside():
        actions.seal_off(nadia.person.id, nadia.person.public_id, new_root("the new password of it"))
    again = world.browser(nadia.person)
    unlock(again, "the new password of it")
    assert again.submit(again.get("/journal/reopen"), "/reopen", password=PASSWORD).status == 303
    assert "Before the reset" in again.get("/journal")


def test_a_reset_with_the_code_seals_nothing_off(world: World) -> None:
    nadia = writer(world)
    an_entry(world, nadia, "Still here")
    code = recovery.new_code()
    with world.inside():
        actions.keep_recovery_code(nadia.person.id, nadia.key, code)
        mine = (nadia.person.id, nadia.person.public_id)
        assert not actions.rewrap_with_code(*mine, code=recovery.new_code(), new_root=new_root("reset one"))
        assert actions.rewrap_with_code(*mine, code=code, new_root=new_root("reset two"))
    again = world.browser(nadia.person)
    assert unlock(again, "reset two").status == 303
    assert "Still here" in again.get("/journal")


def test_an_open_journal_moves_with_its_session(world: World) -> None:
    nadia = writer(world)
    cookie = nadia.browser.client.get_cookie("jk")
    assert cookie is not None
    fresh = crypto.new_key()
    with world.inside():
        old = db.session.scalars(select(MemberSession)).one()
        now = clock.now()
        db.session.add(
            MemberSession(token_hash=fresh, member_id=nadia.person.id, created_at=now, confirmed_at=now, expires_at=now)
        )
        moved = actions.move_box(old.token_hash, fresh, member_public_id=nadia.person.public_id, cookie=cookie.value)
        assert moved and moved != cookie.value
        db.session.flush()
        box = db.session.scalars(select(JournalBox)).one()
        own = {"member": nadia.person.public_id, "gen": box.gen, "session_hash": fresh}
        assert wraps.out_of_box(box.box, **own, cookie=moved) == nadia.key  # type: ignore[arg-type]
        assert wraps.out_of_box(box.box, **own, cookie=cookie.value) is None  # type: ignore[arg-type]
        assert actions.move_box(old.token_hash, fresh, member_public_id=nadia.person.public_id, cookie=moved) is None


def test_boxes_whose_twelve_hours_are_over_are_swept_away(world: World) -> None:
    writer(world)
    with world.inside():
        assert actions.forget_expired_boxes() == 0
        db.session.scalars(select(JournalBox)).one().until = clock.now()
        assert actions.forget_expired_boxes() == 1


def test_recovery_codes_forgive_a_human_hand() -> None:
    code = recovery.new_code()
    assert recovery.looks_like_a_code(code) and len(recovery.plain_of(code)) == 26
    assert recovery.plain_of(f" {code.lower()} ".replace("1", "l").replace("0", "O")) == recovery.plain_of(code)
    assert recovery.last_group_is(code, code[-6:].lower()) and not recovery.last_group_is(code, code[-5:])
    assert not recovery.looks_like_a_code("U" * 26) and not recovery.looks_like_a_code("")
    with pytest.raises(ValueError):
        actions.keep_recovery_code(1, wraps.new_journal_key(chance.new_id(), 1), "too short")


def rows_of_entries(world: World) -> list[tuple[object, ...]]:
    with world.inside():
        columns = JournalEntry.__table__.columns
        return [tuple(row) for row in db.session.execute(select(*columns).order_by(JournalEntry.id))]


class TestThePepper:
    """J12: losing the pepper must never happen in silence."""

    @pytest.fixture
    def house(self, tmp_path: Path) -> Settings:
        """A site of its own, with one journal in it."""
        settings = Settings(
            stage=Stage.TESTING,
            instance_path=tmp_path,
            secret_key="s" * 40,
            mail_backend="none",
            argon2_memory_kib=64,
            argon2_passes=1,
        )
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            now = clock.now()
            db.session.add(Member(id=1, email="n@example.org", email_key="n@example.org", joined_at=now))
            db.session.flush()
            member = db.session.get_one(Member, 1)
            key = actions.begin_journal(1, member.public_id, new_root(PASSWORD))
            actions.keep_recovery_code(1, key, "ABCDE-ABCDE-ABCDE-ABCDE-ABCDEF")
            db.session.commit()
            db.engine.dispose()
        return settings

    def opens(self, settings: Settings) -> tuple[bool, bool]:
        app = create_app(settings)
        with app.app_context():
            member = db.session.get_one(Member, 1)
            now, token = clock.now(), crypto.new_key()
            db.session.add(
                MemberSession(token_hash=token, member_id=1, created_at=now, confirmed_at=now, expires_at=now)
            )
            root = root_for(Person(1, member.public_id, "", "", None), PASSWORD)  # type: ignore[arg-type]
            by_password = actions.open_box(1, member.public_id, token, root)
            by_code = actions.open_box_with_code(1, member.public_id, token, "abcde abcde abcde abcde abcdef")
            db.session.rollback()
            db.engine.dispose()
        return bool(by_password), bool(by_code)

    def test_J12_a_missing_pepper_stops_the_start(self, house: Settings) -> None:
        assert self.opens(house) == (True, True)
        house.pepper_path.unlink()
        with pytest.raises(KeyFileError, match="missing"):
            create_app(house)
        assert not house.pepper_path.exists(), "no new pepper is made over the old one"

    def test_J12_a_wrong_pepper_stops_the_start(self, house: Settings) -> None:
        shutil.copy(house.field_key_path, house.pepper_path)
        with pytest.raises(KeyFileError, match="not the pepper"):
            create_app(house)

    def test_J12_once_the_loss_is_declared_recovery_codes_still_open(self, house: Settings) -> None:
        gone = keyfiles.read(house.pepper_path).current
        house.pepper_path.write_text(f"{gone} lost\n{keyfiles.new_line()}")
        assert self.opens(house) == (False, True)

    def test_a_new_pepper_takes_over_at_the_next_sign_in(self, house: Settings) -> None:
        with house.pepper_path.open("a") as file:
            file.write(keyfiles.new_line())
        assert self.opens(house) == (True, True)
        app = create_app(house)
        with app.app_context():
            member = db.session.get_one(Member, 1)
            now, token = clock.now(), crypto.new_key()
            db.session.add(
                MemberSession(token_hash=token, member_id=1, created_at=now, confirmed_at=now, expires_at=now)
            )
            assert actions.open_box(
                1, member.public_id, token, root_for(Person(1, member.public_id, "", "", None), PASSWORD)
            )  # type: ignore[arg-type]
            db.session.commit()
            assert queries.pepper_ids_in_use() == {keyfiles.read(house.pepper_path).current}
            db.session.remove()
            db.engine.dispose()

    def test_production_makes_no_pepper_by_itself(self, house: Settings, tmp_path: Path) -> None:
        bare = replace(house, stage=Stage.PRODUCTION, pepper_file=str(tmp_path / "nowhere"))
        with pytest.raises(Exception, match="keys-create"):
            create_app(bare)
        assert not (tmp_path / "nowhere").exists()
