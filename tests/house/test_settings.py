"""Production refuses to start on defaults, and says every reason at once."""

import stat
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from community import create_app
from community.core import clock, keyfiles
from community.settings import Settings, SettingsError, Stage, from_environment, secret_key_for, write_private
from tests.house.source import HOUSE


@pytest.fixture
def good(tmp_path: Path) -> Settings:
    """Settings of a site that may open."""
    for name in ("field.key", "journal_pepper"):
        keyfiles.create(tmp_path / name)
    return Settings(
        stage=Stage.PRODUCTION,
        site_url="https://evenground.example",
        operator="The Example Trust",
        instance_path=tmp_path,
        secret_key="s" * 32,
        mail_backend="smtp",
        help_local_name="The local line",
        help_local_phone="01632 960001",
        safeguarding_contact="safe@evenground.example",
        privacy_contact="privacy@evenground.example",
        help_checked_on=clock.today(),
    )


LACKS = {
    "COMMUNITY_OPERATOR": lambda s: replace(s, operator=Settings().operator),
    "COMMUNITY_HELP_LOCAL_NAME": lambda s: replace(s, help_local_name=Settings().help_local_name),
    "COMMUNITY_HELP_LOCAL_PHONE": lambda s: replace(s, help_local_phone=Settings().help_local_phone),
    "COMMUNITY_SAFEGUARDING_CONTACT": lambda s: replace(s, safeguarding_contact=Settings().safeguarding_contact),
    "COMMUNITY_PRIVACY_CONTACT": lambda s: replace(s, privacy_contact=Settings().privacy_contact),
    "COMMUNITY_SECRET_KEY": lambda s: replace(s, secret_key="short"),
    "COMMUNITY_SITE_URL": lambda s: replace(s, site_url="http://evenground.example"),
    "COMMUNITY_MAIL_BACKEND": lambda s: replace(s, mail_backend="console"),
    "COMMUNITY_HELP_CHECKED_ON": lambda s: replace(s, help_checked_on=clock.today() - timedelta(days=366)),
    "field.key": lambda s: replace(s, field_key_file=str(s.instance_path / "nowhere" / "field.key")),
    "journal_pepper": lambda s: replace(s, pepper_file=str(s.instance_path / "nowhere" / "journal_pepper")),
}


def test_a_site_with_everything_set_may_open(good: Settings) -> None:
    assert good.reasons_not_to_start(clock.today()) == []


@pytest.mark.parametrize("missing", LACKS)
def test_production_refuses_to_start_and_names_what_is_missing(good: Settings, missing: str) -> None:
    lacking = LACKS[missing](good)
    reasons = lacking.reasons_not_to_start(clock.today())
    assert len(reasons) == 1 and missing in reasons[0]
    with pytest.raises(SettingsError, match=missing):
        create_app(lacking)


def test_production_on_defaults_hears_every_reason_at_once(tmp_path: Path) -> None:
    bare = Settings(stage=Stage.PRODUCTION, instance_path=tmp_path)
    assert len(bare.reasons_not_to_start(clock.today())) == len(LACKS)


def test_production_is_never_a_demonstration(good: Settings) -> None:
    assert not replace(good, demonstration=True).wants_demonstration
    assert replace(good, stage=Stage.DEVELOPMENT, demonstration=True).wants_demonstration


def test_settings_come_from_the_environment_and_every_unreadable_one_is_named() -> None:
    read = from_environment(
        {"COMMUNITY_THREADS": "4", "COMMUNITY_REGISTRATION_OPEN": "no", "COMMUNITY_HELP_CHECKED_ON": "2026-10-01"}
    )
    assert (read.threads, read.registration_open, read.help_checked_on) == (4, False, date(2026, 10, 1))
    with pytest.raises(SettingsError, match=r"COMMUNITY_THREADS.*COMMUNITY_MAIL_TLS"):
        from_environment({"COMMUNITY_THREADS": "many", "COMMUNITY_MAIL_TLS": "perhaps"})


@pytest.mark.parametrize("address", ["postgresql://a:b@h/c", "postgres://a:b@h/c", "postgresql+psycopg://a:b@h/c"])
def test_any_usual_address_of_postgresql_is_understood(address: str) -> None:
    assert Settings(database_url=address).database == "postgresql+psycopg://a:b@h/c"


def test_secrets_are_never_in_the_words_a_settings_object_says_of_itself() -> None:
    said = repr(Settings(secret_key="canary-key", mail_password="canary-word"))
    assert "canary" not in said and "Even Ground" in said


def test_a_secret_file_is_readable_by_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    made = secret_key_for(Settings(instance_path=tmp_path / "instance"))
    kept = tmp_path / "instance" / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert len(made) >= 32 and secret_key_for(Settings(instance_path=tmp_path / "instance")) == made
    with pytest.raises(FileExistsError):
        write_private(kept, b"another")


def test_every_secret_the_site_makes_for_itself_is_its_owners_alone(tmp_path: Path) -> None:
    create_app(Settings(instance_path=tmp_path / "instance"))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "instance").iterdir()}
    assert {name: modes[name] for name in ("secret_key", "field.key", "journal_pepper")} == dict.fromkeys(
        ("secret_key", "field.key", "journal_pepper"), 0o600
    )


@pytest.mark.parametrize(
    ("site_url", "is_loopback"),
    [
        ("http://127.0.0.1:8123", True),
        ("http://localhost:8000", True),
        ("https://localhost", False),
        ("http://evenground.example", False),
        ("http://127.0.0.1.evil.example", False),
    ],
)
def test_cookies_go_without_secure_only_over_http_to_this_very_machine(site_url: str, is_loopback: bool) -> None:
    assert Settings(site_url=site_url).is_loopback_http is is_loopback


def test_production_cookies_carry_the_host_prefix_and_secure(good: Settings) -> None:
    config = create_app(good).config
    assert config["SESSION_COOKIE_NAME"].startswith("__Host-") and config["SESSION_COOKIE_SECURE"]


def test_the_table_in_the_readme_names_every_setting() -> None:
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    assert not [name for f in fields(Settings) if f"`{(name := f'COMMUNITY_{f.name.upper()}')}`" not in readme]
