"""Ways out other than a mail server's, and what the settings allow."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from community import create_app
from community.core import clock
from community.core.database import db
from community.mail import transport
from community.mail.rendering import Written
from community.settings import MailTls, Settings, SettingsError, from_environment

LETTER = Written("<1@ground.example>", "comfort@example.org", "Hello", "The words", "<p>The words</p>")


@contextmanager
def a_site(settings: Settings, **chosen: object) -> Iterator[None]:
    app = create_app(replace(settings, **chosen))  # type: ignore[arg-type]
    with app.app_context():
        yield
        db.engine.dispose()


def test_on_the_console_a_letter_can_be_read(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with a_site(settings, mail_backend="console"):
        transport.send(LETTER)
    assert "The words" in capsys.readouterr().out


def test_in_a_folder_a_letter_can_be_read(settings: Settings, tmp_path: Path) -> None:
    with a_site(settings, mail_backend="file", mail_folder=str(tmp_path)):
        transport.send(LETTER)
    (file,) = tmp_path.iterdir()
    assert "To: comfort@example.org" in file.read_text()


def test_a_way_that_we_do_not_have_is_refused(settings: Settings) -> None:
    with pytest.raises(KeyError, match="pigeon"):
        create_app(replace(settings, mail_backend="pigeon"))


@pytest.mark.parametrize(
    ("mail_from", "shown"),
    [
        ("no-reply@ground.example", "Even Ground <no-reply@ground.example>"),
        ("The Trust <letters@trust.example>", "The Trust <letters@trust.example>"),
    ],
)
def test_letters_come_from_the_site_by_its_name(
    settings: Settings, capsys: pytest.CaptureFixture[str], mail_from: str, shown: str
) -> None:
    with a_site(settings, mail_backend="console", mail_from=mail_from):
        transport.send(LETTER)
    assert f"From: {shown}\n" in capsys.readouterr().out


def test_the_three_values_of_tls_come_from_the_environment() -> None:
    for value in MailTls:
        assert from_environment({"COMMUNITY_MAIL_TLS": value.value}).mail_tls is value
    assert from_environment({}).mail_tls is MailTls.STARTTLS
    with pytest.raises(SettingsError, match="COMMUNITY_MAIL_TLS"):
        from_environment({"COMMUNITY_MAIL_TLS": "no"})


@pytest.mark.parametrize("host", ["mail.example.org", "10.0.0.5", "localhost.example.org", ""])
def test_production_sends_nothing_in_the_clear_over_a_network(production: Settings, host: str) -> None:
    def reasons(settings: Settings) -> list[str]:
        return [reason for reason in settings.reasons_not_to_start(clock.today()) if "MAIL_TLS" in reason]

    assert reasons(replace(production, mail_tls=MailTls.NONE, mail_host=host)) == [
        "COMMUNITY_MAIL_TLS may be none only when COMMUNITY_MAIL_HOST is this very machine"
    ]
    for near in ("localhost", "127.0.0.1", "::1"):
        assert not reasons(replace(production, mail_tls=MailTls.NONE, mail_host=near))
    for encrypted in (MailTls.STARTTLS, MailTls.IMPLICIT):
        assert not reasons(replace(production, mail_tls=encrypted, mail_host=host))


def test_production_wants_the_certificates_that_it_is_told_to_trust(production: Settings, tmp_path: Path) -> None:
    missing = tmp_path / "authority.pem"
    told = replace(production, mail_ca_file=str(missing))
    assert any("authority.pem" in reason for reason in told.reasons_not_to_start(clock.today()))
    missing.touch()
    assert not any("authority.pem" in reason for reason in told.reasons_not_to_start(clock.today()))
