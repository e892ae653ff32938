"""R49, N2: a letter stands if its act stands; it is sent once, tried again when it fails, and never lost."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from community.core import clock
from community.core.database import db
from community.mail import actions
from community.mail.models import Letter, LetterState
from tests.mail.conftest import Postman
from tests.world import World

TO = "comfort@example.org"


def post_one(world: World, kind: str = "already_member") -> None:
    with world.inside():
        actions.post(kind, TO, member_id=None)


def deliver(app: Flask) -> int:
    with app.app_context():
        return actions.deliver_due()


def test_a_letter_leaves_once_after_the_commit(app: Flask, world: World, postman: Postman) -> None:
    post_one(world)
    assert deliver(app) == 1
    assert deliver(app) == 0
    assert [message.to for message in postman.took] == [[TO]]
    assert world.one(Letter).state is LetterState.SENT


def test_what_is_rolled_back_sends_nothing(app: Flask, world: World, postman: Postman) -> None:
    with app.app_context():
        actions.post("already_member", TO, member_id=None)
        db.session.flush()
        db.session.rollback()
    assert deliver(app) == 0
    assert not postman.took
    post_one(world)
    assert deliver(app) == 1, "and what is committed does"


def test_a_letter_that_fails_waits_longer_each_time_and_is_stuck_after_five_tries(
    app: Flask, world: World, postman: Postman
) -> None:
    post_one(world)
    postman.is_ill = True
    with time_machine.travel(clock.now(), tick=False) as now:
        for wait in actions.BACK_OFF:
            assert deliver(app) == 0
            tries = world.one(Letter).tries
            now.shift(wait - timedelta(seconds=1))
            deliver(app)
            assert world.one(Letter).tries == tries, "not tried before its time"
            now.shift(timedelta(seconds=1))
        assert world.one(Letter).state is LetterState.WAITING
        deliver(app)
        assert (world.one(Letter).state, world.one(Letter).tries) == (LetterState.STUCK, 5)
        postman.is_ill = False
        now.shift(timedelta(days=1))
        assert deliver(app) == 0


def test_a_letter_that_failed_leaves_when_the_postman_is_well(app: Flask, world: World, postman: Postman) -> None:
    post_one(world)
    postman.is_ill = True
    deliver(app)
    postman.is_ill = False
    with time_machine.travel(clock.now() + actions.BACK_OFF[0]):
        assert deliver(app) == 1


def test_one_bad_letter_does_not_hold_up_the_others(app: Flask, world: World, postman: Postman) -> None:
    post_one(world, kind="no-such-kind")
    post_one(world)
    assert deliver(app) == 1
    assert world.one(Letter, kind="no-such-kind").state is LetterState.WAITING


def test_a_letter_on_its_way_is_not_taken_by_another_until_its_lease_ends(
    app: Flask, world: World, postman: Postman
) -> None:
    post_one(world)
    with app.app_context():
        letter = world.one(Letter)
        assert actions._claim(letter.id) is not None  # and here that worker dies
        assert actions._claim(letter.id) is None
    assert deliver(app) == 0
    with time_machine.travel(clock.now() + actions.LEASE + timedelta(seconds=1)):
        assert deliver(app) == 1
    assert len(postman.took) == 1


def test_the_message_id_is_the_same_at_every_try(app: Flask, world: World, postman: Postman) -> None:
    post_one(world)
    deliver(app)
    with world.inside():
        letter = db.session.get_one(Letter, world.one(Letter).id)
        letter.state, letter.due_at = LetterState.WAITING, clock.now()
    deliver(app)
    ids = {message.extra_headers["Message-ID"] for message in postman.took}
    assert len(postman.took) == 2
    assert ids == {f"<{world.one(Letter).id}@127.0.0.1>"}


def test_a_letter_whose_carrier_was_lost_on_the_last_try_is_stuck(app: Flask, world: World, postman: Postman) -> None:
    post_one(world)
    with world.inside():
        letter = db.session.get_one(Letter, world.one(Letter).id)
        letter.state, letter.tries = LetterState.SENDING, actions.MOST_TRIES
        letter.leased_until = clock.now() - timedelta(seconds=1)
    assert deliver(app) == 0
    assert world.one(Letter).state is LetterState.STUCK


def test_sent_letters_are_forgotten_after_a_month_and_stuck_ones_stay(
    app: Flask, world: World, postman: Postman
) -> None:
    post_one(world)
    deliver(app)
    post_one(world)
    with world.inside():
        db.session.get_one(Letter, world.one(Letter, state=LetterState.WAITING).id).state = LetterState.STUCK
    with time_machine.travel(clock.now() + timedelta(days=31)), world.inside():
        assert actions.forget_old_letters() == 1
    assert world.one(Letter).state is LetterState.STUCK


@pytest.mark.parametrize("break_", ["\r", "\n", "\r\n", "\x00"])
def test_R31_a_line_break_in_what_goes_into_the_envelope_is_refused(app: Flask, world: World, break_: str) -> None:
    with app.app_context():
        with pytest.raises(ValueError, match="one line"):
            actions.post("join", f"a@example.org{break_}Bcc: b@example.org", member_id=None)
        with pytest.raises(ValueError, match="one line"):
            actions.post("join", TO, member_id=None, about={"name": f"Nadia{break_}Bcc: b@example.org"})
