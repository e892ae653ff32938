"""N2: by SMTP a letter goes to whom it is for, over TLS with a server that proved its name, or it stays."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from community import create_app
from community.core import clock
from community.core.database import db
from community.mail import actions
from community.mail.models import Letter, LetterState
from community.settings import MailTls, Settings
from tests.mail.letters import SEVERAL, TO
from tests.mail.postoffice import Authority, Inbox, a_server, who_knows
from tests.world import World

PASSWORD = "canary-horse-battery"


@pytest.fixture
def ours(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture(params=[MailTls.STARTTLS, MailTls.IMPLICIT])
def tls(request: pytest.FixtureRequest) -> MailTls:
    return MailTls(request.param)


@contextmanager
def served(inbox: Inbox, tls: MailTls, context: ssl.SSLContext | None, **options: Any) -> Iterator[int]:
    """A server that speaks this kind of TLS."""
    if tls is MailTls.IMPLICIT:
        options |= {"implicit": context}
    elif tls is MailTls.STARTTLS:
        options |= {"tls_context": context, "require_starttls": True}
    with a_server(inbox, **options) as port:
        yield port


@contextmanager
def sending(settings: Settings, port: int, **chosen: Any) -> Iterator[Flask]:
    """The same site, which sends its letters to this port."""
    app = create_app(replace(settings, mail_backend="smtp", mail_host="localhost", mail_port=port, **chosen))
    with app.app_context():
        yield app
        db.engine.dispose()


@pytest.fixture
def to_ours(settings: Settings, ours: Authority) -> Any:
    """`sending`, with our authority trusted."""
    return partial(sending, settings, mail_ca_file=str(ours.file))


@pytest.fixture
def letter(world: World) -> None:
    with world.inside():
        actions.post("notices", TO, member_id=None, about=SEVERAL)


def stays(world: World, because: str) -> bool:
    left = world.one(Letter)
    return (left.state, left.tries, left.failed_with) == (LetterState.WAITING, 1, because)


@pytest.mark.parametrize("tls", MailTls)
def test_a_letter_is_delivered_in_the_clear_to_this_machine_and_by_both_kinds_of_tls(
    to_ours: Any, world: World, letter: None, ours: Authority, inbox: Inbox, tls: MailTls
) -> None:
    with served(inbox, tls, ours.vouch_for("localhost")) as port, to_ours(port, mail_tls=tls):
        assert actions.deliver_due() == 1
        assert actions.deliver_due() == 0
    ((sender, to, message),) = inbox.took
    assert (sender, to, message["To"]) == ("no-reply@example.org", [TO], TO)
    assert message["Message-ID"] == f"<{world.one(Letter).id}@127.0.0.1>"
    assert message["Subject"] == "3 things for you at Even Ground"
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    assert plain and "- Hassan says hello\r\n" in plain.get_content()
    assert rich and "<h1>3 things for you at Even Ground</h1>" in rich.get_content()
    assert world.one(Letter).state is LetterState.SENT


@pytest.mark.parametrize("fault", ["vouched for by a stranger", "another name", "expired"])
def test_a_server_that_cannot_prove_its_name_hears_of_nobody(
    to_ours: Any, world: World, letter: None, ours: Authority, inbox: Inbox, tls: MailTls, tmp_path: Path, fault: str
) -> None:
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    context = {
        "vouched for by a stranger": lambda: Authority(stranger, "A stranger").vouch_for("localhost"),
        "another name": lambda: ours.vouch_for("elsewhere.example"),
        "expired": lambda: ours.vouch_for("localhost", ends=datetime.now(UTC) - timedelta(hours=1)),
    }[fault]()
    with served(inbox, tls, context) as port, to_ours(port, mail_tls=tls):
        assert actions.deliver_due() == 0
    assert stays(world, "SSLCertVerificationError")
    assert not inbox.heard_of


def test_an_authority_that_nobody_named_is_not_trusted(
    settings: Settings, world: World, letter: None, ours: Authority, inbox: Inbox, tls: MailTls
) -> None:
    with served(inbox, tls, ours.vouch_for("localhost")) as port, sending(settings, port, mail_tls=tls):
        assert actions.deliver_due() == 0
    assert stays(world, "SSLCertVerificationError")
    assert not inbox.heard_of


def test_a_server_that_offers_no_starttls_hears_of_nobody(
    to_ours: Any, world: World, letter: None, inbox: Inbox
) -> None:
    with a_server(inbox) as port, to_ours(port, mail_user="ground", mail_password=PASSWORD):
        assert actions.deliver_due() == 0
    assert stays(world, "SMTPNotSupportedError")
    assert not inbox.heard_of


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # this server does not see that it speaks TLS from the first byte
def test_the_right_password_opens_the_door_and_a_wrong_one_does_not(
    to_ours: Any, world: World, letter: None, ours: Authority, inbox: Inbox, tls: MailTls
) -> None:
    door = {"authenticator": who_knows("ground", PASSWORD), "auth_required": True, "auth_require_tls": False}
    with served(inbox, tls, ours.vouch_for("localhost"), **door) as port:
        with to_ours(port, mail_tls=tls, mail_user="ground", mail_password="wrong"):
            assert actions.deliver_due() == 0
        assert stays(world, "SMTPAuthenticationError")
        assert not inbox.heard_of
        later = time_machine.travel(clock.now() + actions.BACK_OFF[0])
        with later, to_ours(port, mail_tls=tls, mail_user="ground", mail_password=PASSWORD):
            assert actions.deliver_due() == 1
    assert len(inbox.took) == 1


@pytest.mark.parametrize("answer", ["450 try later", "550 nobody here", "552 full"])
def test_a_letter_that_the_server_does_not_take_stays_and_leaves_when_it_does(
    to_ours: Any, world: World, letter: None, inbox: Inbox, answer: str
) -> None:
    inbox.says_to_recipient = answer
    with a_server(inbox) as port, to_ours(port, mail_tls=MailTls.NONE):
        assert actions.deliver_due() == 0
        assert stays(world, "SMTPRecipientsRefused")
        assert not inbox.took
        inbox.says_to_recipient = "250 fine"
        with time_machine.travel(clock.now() + actions.BACK_OFF[0]):
            assert actions.deliver_due() == 1
    assert len(inbox.took) == 1


def test_a_server_that_hangs_up_in_the_middle_gets_the_same_letter_again(
    to_ours: Any, world: World, letter: None, inbox: Inbox
) -> None:
    inbox.hangs_up_at = "DATA"
    with a_server(inbox) as port, to_ours(port, mail_tls=MailTls.NONE):
        assert actions.deliver_due() == 0
        assert stays(world, "SMTPServerDisconnected")
        inbox.hangs_up_at = ""
        with time_machine.travel(clock.now() + actions.BACK_OFF[0]):
            assert actions.deliver_due() == 1
    assert [message["Message-ID"] for _, _, message in inbox.took] == [f"<{world.one(Letter).id}@127.0.0.1>"]


def test_a_letter_that_was_taken_is_not_sent_again_because_the_goodbye_went_wrong(
    to_ours: Any, world: World, letter: None, inbox: Inbox
) -> None:
    inbox.hangs_up_at = "QUIT"
    with a_server(inbox) as port, to_ours(port, mail_tls=MailTls.NONE):
        assert actions.deliver_due() == 1
    assert len(inbox.took) == 1


def test_nobody_listening_is_no_loss(to_ours: Any, world: World, letter: None, inbox: Inbox) -> None:
    with a_server(inbox) as port:
        pass
    with to_ours(port, mail_tls=MailTls.NONE):
        assert actions.deliver_due() == 0
    assert stays(world, "ConnectionRefusedError")


@pytest.mark.parametrize("trouble", ["password", "recipient", "certificate", "none"])
def test_R57_no_password_and_no_address_is_in_the_log(
    to_ours: Any,
    world: World,
    letter: None,
    ours: Authority,
    inbox: Inbox,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    trouble: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    name = "elsewhere.example" if trouble == "certificate" else "localhost"
    known = "another" if trouble == "password" else PASSWORD
    if trouble == "recipient":
        inbox.says_to_recipient = f"550 no {TO} here"
    door = {"authenticator": who_knows("canary-ground", known), "auth_required": True}
    server: AbstractContextManager[int] = served(inbox, MailTls.STARTTLS, ours.vouch_for(name), **door)
    with server as port, to_ours(port, mail_user="canary-ground", mail_password=PASSWORD):
        assert actions.deliver_due() == (trouble == "none")
    ours_only = [r.getMessage() + str(r.exc_text or "") for r in caplog.records if not r.name.startswith("mail.log")]
    said = "\n".join(ours_only) + "".join(capfd.readouterr())
    assert trouble == "none" or str(world.one(Letter).id) in said, "it does say which letter"
    assert not [secret for secret in (PASSWORD, TO, "comfort", "canary") if secret in said]
    assert not [secret for secret in (PASSWORD, TO, "comfort", "canary") if secret in world.one(Letter).failed_with]
