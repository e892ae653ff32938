"""Typed settings, read once from COMMUNITY_* in the environment. Production refuses to start on defaults."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
ROOT = ROOT if (ROOT / "templates").is_dir() else ROOT.parent

PLACEHOLDER = "people who have not said so yet"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HELP_CHECKED_WITHIN = timedelta(days=365)
SHORTEST_METRICS_TOKEN = 24


class Stage(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"
    TESTING = "testing"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"


class LogFormat(StrEnum):
    AUTO = "auto"
    JSON = "json"
    PLAIN = "plain"


class MailTls(StrEnum):
    """How letters are kept secret on their way to the mail server. With the first two, it must prove who it is."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


class SettingsError(Exception):
    """The settings do not allow the site to start; the message lists every reason."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations. Names map to COMMUNITY_<NAME IN CAPITALS>."""

    stage: Stage = Stage.DEVELOPMENT
    site_name: str = "Even Ground"
    site_url: str = "http://127.0.0.1:8000"
    operator: str = PLACEHOLDER
    instance_path: Path = ROOT / "instance"
    database_url: str = ""
    jobs_url: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    field_key_file: str = ""
    pepper_file: str = ""
    registration_open: bool = True
    demonstration: bool = False
    workers: int = 1
    threads: int = 16
    proxies: int = 0

    mail_backend: str = "console"
    mail_from: str = "no-reply@example.org"
    mail_host: str = "localhost"
    mail_port: int = 587
    mail_user: str = ""
    mail_password: str = field(default="", repr=False)
    mail_tls: MailTls = MailTls.STARTTLS
    mail_ca_file: str = ""
    mail_folder: str = ""

    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.AUTO
    metrics_token: str = field(default="", repr=False)

    argon2_memory_kib: int = 64 * 1024
    argon2_passes: int = 3
    argon2_at_once: int = 2

    help_local_name: str = PLACEHOLDER
    help_local_phone: str = PLACEHOLDER
    safeguarding_contact: str = PLACEHOLDER
    privacy_contact: str = PLACEHOLDER
    help_checked_on: date | None = None

    @property
    def is_production(self) -> bool:
        return self.stage is Stage.PRODUCTION

    @property
    def has_local_help(self) -> bool:
        """Whether somebody near can be named on the Get help page."""
        return PLACEHOLDER not in {self.help_local_name, self.help_local_phone}

    @property
    def has_safeguarding_contact(self) -> bool:
        return self.safeguarding_contact != PLACEHOLDER

    @property
    def has_privacy_contact(self) -> bool:
        return self.privacy_contact != PLACEHOLDER

    @property
    def wants_demonstration(self) -> bool:
        """Whether a new database gets invented people; never in production, whatever is set."""
        return self.demonstration and not self.is_production

    @property
    def shows_letters(self) -> bool:
        """Whether letters can be read on a page: only on a developer's own machine."""
        return not self.is_production and self.is_loopback_http

    @property
    def logs_are_json(self) -> bool:
        """Lines for machines in production, for somebody at a terminal elsewhere, unless a setting says otherwise."""
        return self.log_format is LogFormat.JSON or (self.log_format is LogFormat.AUTO and self.is_production)

    @property
    def is_loopback_http(self) -> bool:
        """Whether cookies may go without Secure: plain http, and only to this very machine."""
        address = urlsplit(self.site_url)
        return address.scheme == "http" and address.hostname in LOOPBACK

    @property
    def database(self) -> str:
        """The SQLAlchemy address; the embedded database when none is set."""
        if not self.database_url:
            return f"sqlite:///{self.instance_path / 'community.sqlite3'}"
        for plain in ("postgresql://", "postgres://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url.removeprefix(plain)
        return self.database_url

    @property
    def field_key_path(self) -> Path:
        return Path(self.field_key_file) if self.field_key_file else self.instance_path / "field.key"

    @property
    def pepper_path(self) -> Path:
        return Path(self.pepper_file) if self.pepper_file else self.instance_path / "journal_pepper"

    def reasons_not_to_start(self, today: date) -> list[str]:
        """What production still lacks, as sentences for whoever runs the site."""
        if not self.is_production:
            return []
        reasons = [
            f"COMMUNITY_{name.upper()} is not set"
            for name in (
                "operator",
                "help_local_name",
                "help_local_phone",
                "safeguarding_contact",
                "privacy_contact",
            )
            if getattr(self, name).strip() in {"", PLACEHOLDER}
        ]
        if len(self.secret_key) < 32:
            reasons.append("COMMUNITY_SECRET_KEY needs at least 32 characters")
        site = urlsplit(self.site_url)
        if site.scheme != "https" or not site.hostname:
            reasons.append("COMMUNITY_SITE_URL must be an address that starts with https://")
        if self.metrics_token and len(self.metrics_token) < SHORTEST_METRICS_TOKEN:
            reasons.append(f"COMMUNITY_METRICS_TOKEN needs at least {SHORTEST_METRICS_TOKEN} characters")
        if self.mail_backend != "smtp":
            reasons.append("COMMUNITY_MAIL_BACKEND must be smtp")
        if self.mail_tls is MailTls.NONE and self.mail_host not in LOOPBACK:
            reasons.append("COMMUNITY_MAIL_TLS may be none only when COMMUNITY_MAIL_HOST is this very machine")
        if self.mail_ca_file and not Path(self.mail_ca_file).is_file():
            reasons.append(f"COMMUNITY_MAIL_CA_FILE names {self.mail_ca_file}, which does not exist")
        if self.help_checked_on is None or not timedelta(0) <= today - self.help_checked_on <= HELP_CHECKED_WITHIN:
            reasons.append("COMMUNITY_HELP_CHECKED_ON must be a date within the last 12 months")
        reasons += [
            f"{path} does not exist: run `flask --app community.keyring.commands keys-create` once and keep a copy"
            for path in (self.field_key_path, self.pepper_path)
            if not path.is_file()
        ]
        return reasons


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from COMMUNITY_* variables. Raises SettingsError with every unreadable one named."""
    known: dict[str, Any] = {}
    wrong: list[str] = []
    for each in fields(Settings):
        name = f"COMMUNITY_{each.name.upper()}"
        if name not in environment:
            continue
        try:
            known[each.name] = _parse(each.type, environment[name])
        except ValueError as error:
            wrong.append(f"{name}: {error}")
    if wrong:
        raise SettingsError("; ".join(wrong))
    return Settings(**known)


def _parse(kind: Any, text: str) -> Any:
    if kind is bool:
        if text.lower() not in {"1", "0", "true", "false", "yes", "no"}:
            raise ValueError("say yes or no")
        return text.lower() in {"1", "true", "yes"}
    if kind == date | None:
        return date.fromisoformat(text) if text else None
    return kind(text)


def secret_key_for(settings: Settings) -> str:
    """The signing key: the one set, or (never in production) one made once and kept in the instance folder."""
    if settings.secret_key:
        return settings.secret_key
    kept = settings.instance_path / "secret_key"
    if not kept.is_file():
        write_private(kept, secrets.token_urlsafe(48).encode())
    return kept.read_text()


def write_private(path: Path, content: bytes) -> None:
    """Create a file that only its owner reads; an existing one is never overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
