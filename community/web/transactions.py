"""One request, one transaction: looking changes nothing, and whatever a POST answers is committed once, here."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, g, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Unauthorized

from community.core import database
from community.core.database import db
from community.core.errors import Conflict

log = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class TransactionalFlask(Flask):
    """A Flask whose view and commit are one step, so that a failing commit still becomes a proper problem page."""

    session_still_stands: Callable[[], bool]
    after_commit: Callable[[], None]

    def dispatch_request(self) -> ResponseReturnValue:
        if request.method in SAFE_METHODS:
            return super().dispatch_request()
        database.begin_writing()
        try:
            answer = self.make_response(super().dispatch_request())
            if not self.session_still_stands():
                raise Unauthorized
            db.session.commit()
        except (IntegrityError, StaleDataError) as error:
            raise Conflict from error
        self.after_commit()
        return answer

    def log_exception(self, exc_info: Any) -> None:
        """Without the address, which Flask would write down: somebody may have put anything into it."""
        log.error("unexpected %s in %s", exc_info[0].__name__, request.endpoint, exc_info=exc_info)


def start() -> None:
    """Every request opens with a read: who is asking is looked up without the write lock."""
    database.begin_reading()


def end(_error: BaseException | None) -> None:
    database.end_reading()


def undo() -> None:
    """Drop the request's work and every promise made about it: 'sent' is never said of what did not happen."""
    db.session.rollback()
    database.begin_reading()
    session.pop("_flashes", None)
    g.pop("_flashes", None)
