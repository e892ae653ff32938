"""Even Ground. `create_app()` is the one place where everything meets."""

import importlib
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from flask import Flask, url_for
from jinja2 import StrictUndefined
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from community import cli
from community.accounts import queries as accounts
from community.buddying.queries import read_ahead
from community.core import clock, crypto, logs, readiness
from community.core.database import db
from community.core.roles import Actor, MemberState
from community.demo import queries as demonstration
from community.jobs import bell, registry
from community.jobs import queries as jobs
from community.keyring import pepper, stretch
from community.mail import queries as mail
from community.notifications import queries as notifications
from community.settings import ROOT, Settings, SettingsError, from_environment, secret_key_for
from community.web import access, assets, cookies, health, metrics, navigation, problems, security, shown, transactions
from community.web import logs as request_logs
from community.web.metrics import Count
from community.web.navigation import Map, Place

ROOMS_WITH_VIEWS = (
    "accounts",
    "directory",
    "notifications",
    "buddying",
    "practice",
    "journal",
    "moderation",
    "home",
    "jobchange",
    "admin",
    "mail",
)

MAP = Map(
    places=(
        Place("Home", "house", "home.index", ("home",)),
        Place("Buddies", "users", "buddying.find", ("buddying",)),
        Place("Communities", "messages-square", "practice.communities", ("practice",)),
        Place("Journal", "notebook-pen", "journal.entries", ("journal",)),
        Place(
            "You",
            "circle-user-round",
            "directory.profile",
            ("directory", "accounts", "notifications", "moderation", "jobchange", "admin"),
        ),
    ),
    sign_in_endpoint="accounts.sign_in",
    where_they_stand=lambda actor: url_for(
        "accounts.suspended" if actor.state is MemberState.SUSPENDED else "home.welcome"
    ),
)


def _seconds_since_last_run() -> dict[str, float]:
    return jobs.seconds_since_last_run(registry.names())


def _failures_in_a_row() -> dict[str, float]:
    return jobs.failures_in_a_row(registry.names())


COUNTS = (
    Count("community_letters", "Letters that have not left, by state.", mail.how_many_have_not_left, "state"),
    Count("community_letter_overdue_seconds", "How long the oldest letter is overdue.", mail.seconds_overdue),
    Count("community_job_last_run_seconds", "How long ago a job last ended.", _seconds_since_last_run, "job"),
    Count("community_job_failures", "Failures of a job since it last went well.", _failures_in_a_row, "job"),
    Count("community_members_active", "Members who have joined and not left.", accounts.how_many_active),
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application. Raises SettingsError or RuntimeError rather than start unsafely."""
    settings = settings or from_environment()
    reasons = settings.reasons_not_to_start(clock.today())
    if reasons:
        raise SettingsError("; ".join(reasons))
    logs.init(settings)
    app = transactions.TransactionalFlask(
        "community", root_path=str(ROOT), template_folder="templates", static_folder=None
    )
    app.session_still_stands = _session_still_stands
    app.after_commit = bell.ring_what_was_asked
    _configure(app, settings)
    db.init_app(app)
    _wire(app, settings)
    for room in ROOMS_WITH_VIEWS:
        importlib.import_module(f"community.{room}.views").register(app)
    cli.register(app)
    access.refuse_undeclared_routes(app)
    _refuse_invented_people(app, settings)
    return app


def create_server() -> Flask:
    """The application for a process that serves. It reads everybody ahead, so that no visitor waits while it does."""
    app = create_app()
    read_ahead(app.app_context)
    return app


def _refuse_invented_people(app: Flask, settings: Settings) -> None:
    """A demonstration has an administrator whose password everybody can read: production does not open its door."""
    if not settings.is_production:
        return
    with app.app_context():
        is_demonstration = demonstration.is_loaded()
        db.session.remove()
        db.engine.dispose()  # a process that forks after this must not share a connection
    if is_demonstration:
        raise SettingsError("this database holds the demonstration: start with a new one")


def _configure(app: Flask, settings: Settings) -> None:
    _keep_files_private(settings.instance_path)
    loopback = settings.is_loopback_http
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=secret_key_for(settings),
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SESSION_COOKIE_NAME="state" if loopback else "__Host-state",
        SESSION_COOKIE_SECURE=not loopback,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=1),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        MAX_FORM_PARTS=100,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _keep_files_private(folder: Path) -> None:
    """Databases, and whatever else this process writes, are for whoever runs the site alone."""
    os.umask(0o077)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for database in folder.glob("*.sqlite3*"):  # with its log beside it
        with suppress(FileNotFoundError, PermissionError):
            database.chmod(0o600)


def _engine_options(settings: Settings) -> dict[str, object]:
    options: dict[str, object] = {"hide_parameters": True}
    if make_url(settings.database).get_backend_name() == "postgresql":
        options |= {"pool_size": settings.threads, "max_overflow": 0, "pool_timeout": 5}
        options["connect_args"] = {"connect_timeout": 4, "options": "-c lock_timeout=4000"}
    else:
        options |= {"pool_size": settings.threads, "max_overflow": 4, "pool_timeout": 5}
    return options


def _wire(app: Flask, settings: Settings) -> None:
    request_logs.init_app(app, settings)
    crypto.init_app(app, settings)
    stretch.init_app(app, settings)
    pepper.init_app(app, settings)
    app.before_request(transactions.start)
    app.teardown_request(transactions.end)
    security.init_app(app, settings)
    access.init_login(app, _who_is_asking)
    bell.init_app(app, settings)
    app.before_request(access.guard)
    cookies.init_app(app, _keep_the_session_awake)
    navigation.init_app(app, MAP)
    problems.init_app(app)
    assets.init_app(app, settings)
    health.init_app(app, _readiness(settings))
    metrics.init_app(app, settings, COUNTS)
    if settings.proxies:  # believe only as many forwarded addresses as there are proxies of our own
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)  # type: ignore[method-assign]
    app.wsgi_app = request_logs.LastResort(app.wsgi_app)  # type: ignore[method-assign]
    shown.init_app(
        app,
        settings,
        holds_invented_people=demonstration.is_loaded,
        notices_waiting=notifications.how_many_wait,
    )


def _readiness(settings: Settings) -> dict[str, Callable[[], bool]]:
    """What must be in order for somebody to be served, in the order in which it is asked."""
    return {
        "disk": lambda: readiness.has_room(settings.instance_path),
        health.DATABASE: readiness.database_answers,
        "migrations": readiness.is_migrated,
        "keys": lambda: crypto.has_its_key() and pepper.fits(),
    }


def _who_is_asking() -> Actor | None:
    session = cookies.session_hash()
    idle = cookies.seconds_idle(session) if session else None
    return accounts.actor_behind(session, idle) if session and idle is not None else None


def _keep_the_session_awake() -> None:
    actor = access.me_if_known()
    if actor is not None:
        cookies.keep_awake(actor.session_hash, remembered=actor.is_remembered)


def _session_still_stands() -> bool:
    actor = access.me_if_known()
    return actor is None or accounts.session_stands(actor.session_hash)
