"""Numbers for whoever runs the site: how long which route took, and what the rooms count when they are asked.

No label holds an address, an id or a name. With several server processes each writes into a file of its own in
PROMETHEUS_MULTIPROC_DIR, and whichever is asked adds them up; what the rooms count comes from the database.
"""

import hmac
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Flask, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from community.core.database import db
from community.settings import Settings
from community.web import logs
from community.web.access import ANYONE, open_to

log = logging.getLogger(__name__)

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 6)

Numbers = float | Mapping[str, float]

bp = Blueprint("metrics", __name__)


@dataclass(frozen=True)
class Count:
    """What a room counts: one number, or one for each value of `label`."""

    name: str
    help: str
    ask: Callable[[], Numbers]
    label: str = ""


@bp.get("/metrics")
@open_to(ANYONE)
def scrape() -> Response:
    """For the bearer of the token. To everybody else it is not there."""
    if not _bears_the_token(current_app.config["SETTINGS"]):
        abort(404)
    body = generate_latest(_requests()) + generate_latest(_counted(current_app.extensions["counts"]))
    return Response(body, content_type=CONTENT_TYPE_LATEST)


def _bears_the_token(settings: Settings) -> bool:
    given = request.authorization
    token = (given.token or "") if given and given.type == "bearer" else ""
    return hmac.compare_digest(token.encode(), settings.metrics_token.encode()) and bool(settings.metrics_token)


def _requests() -> CollectorRegistry:
    """What this process has measured, or all of them together."""
    mine: CollectorRegistry = current_app.extensions["measured"]
    if FOLDER not in os.environ:
        return mine
    everybody = CollectorRegistry()
    MultiProcessCollector(everybody)
    return everybody


@dataclass(frozen=True, eq=False)
class _Counted:
    """Numbers of this very moment. They belong to no process, so they are not kept in any file."""

    numbers: Sequence[tuple[Count, Numbers]]
    database_answers: bool

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily(
            "community_database_answers", "Whether the database answered this time.", float(self.database_answers)
        )
        for count, numbers in self.numbers:
            family = GaugeMetricFamily(count.name, count.help, labels=[count.label] if count.label else [])
            for value, number in numbers.items() if isinstance(numbers, Mapping) else [("", numbers)]:
                family.add_metric([value] if count.label else [], number)
            yield family


def _counted(counts: Sequence[Count]) -> CollectorRegistry:
    """What the database says now; if it does not answer, that is what is said."""
    registry = CollectorRegistry()
    try:
        registry.register(_Counted([(count, count.ask()) for count in counts], database_answers=True))
    except SQLAlchemyError as error:
        log.warning("nothing could be counted: %s", error)
        db.session.rollback()
        registry.register(_Counted([], database_answers=False))
    return registry


def init_app(app: Flask, settings: Settings, counts: Sequence[Count]) -> None:
    """Without a token nobody could read it, so nothing is measured."""
    app.extensions["measured"] = registry = CollectorRegistry()
    app.extensions["counts"] = counts
    app.register_blueprint(bp)
    if settings.metrics_token:
        _measure(app, registry)


def _measure(app: Flask, registry: CollectorRegistry) -> None:
    took = Histogram(
        "community_request_seconds",
        "How long requests took, by route, method and kind of answer.",
        ["route", "method", "status"],
        buckets=SECONDS,
        registry=registry,
    )

    @app.after_request
    def note(response: Response) -> Response:
        facts = logs.answered(response)
        took.labels(facts.route, facts.method, f"{facts.status // 100}xx").observe(facts.seconds)
        return response
