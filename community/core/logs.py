"""How a line of the log is written: the same way for every process and every library, and never with what people said.

What is kept of an exception is its kind, the code that its system gave it, and the places in our code it came through:
no message (it may quote a row, a name or what somebody typed) and no values. What other libraries have to say is kept
as the sentence they wrote in their code, without what they filled into it.
"""

import errno
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

from community.settings import ROOT, Settings

OURS = "community"
LONGEST = 1_000  # characters of one value
MOST_PLACES = 30
MOST_CAUSES = 5
HAVE_THEIR_OWN_WAY = ("_granian", "granian.access", "gunicorn.error", "gunicorn.access", "werkzeug", "huey")
WRITE_ADDRESSES = ("granian.access", "gunicorn.access")  # with path, query and visitor

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Lines(logging.Handler):
    """Writes to standard error, wherever that leads just now."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:  # a value can raise anything when it is written, and the act that is told of goes on
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (named by logging)
        """The usual way would print what the line was about."""
        sys.stderr.write(f"a line from {record.module}:{record.lineno} could not be written\n")


class Writer(ProcessorFormatter):
    """Makes one line of one record. An exception that was handed over as a word is written as its kind."""

    def format(self, record: logging.LogRecord) -> str:
        kept = logging.makeLogRecord(record.__dict__)
        kept.args = _without_messages(record.args)
        return super().format(kept)


def writer(*, as_json: bool, in_colour: bool = False) -> Writer:
    """The one way to write, as JSON for machines or for somebody at a terminal."""
    return Writer(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.contextvars.merge_contextvars,
            structlog.processors.TimeStamper(fmt="iso" if as_json else "%H:%M:%S", utc=as_json),
            _leave_out_what_others_filled_in,
            _tell_of_exception,
            _on_one_line,
            *_rendered(as_json=as_json, in_colour=in_colour),
        ]
    )


def init(settings: Settings) -> None:
    """From here on this process writes its log so, libraries included. May be called again: the last call counts."""
    structlog.configure(
        processors=[ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    lines, root = Lines(), logging.getLogger()
    lines.setFormatter(writer(as_json=settings.logs_are_json, in_colour=sys.stderr.isatty()))
    for handler in [each for each in root.handlers if isinstance(each, Lines)]:
        root.removeHandler(handler)
    root.addHandler(lines)
    logging.getLogger(OURS).setLevel(settings.log_level.upper())
    for name in HAVE_THEIR_OWN_WAY:
        theirs = logging.getLogger(name)
        theirs.handlers, theirs.propagate, theirs.disabled = [], True, name in WRITE_ADDRESSES
        theirs.setLevel(logging.WARNING)
    if settings.is_production:
        sys.excepthook = _note_the_end


def _note_the_end(kind: type[BaseException], error: BaseException, _where: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger(OURS).critical("the process ends", exc_info=error)


def _without_messages(args: Any) -> Any:
    if isinstance(args, tuple):
        return tuple(type(each).__name__ if isinstance(each, BaseException) else each for each in args)
    if isinstance(args, Mapping):
        return {k: type(v).__name__ if isinstance(v, BaseException) else v for k, v in args.items()}
    return args


def _leave_out_what_others_filled_in(_logger: Any, _method: str, line: EventDict) -> EventDict:
    record: logging.LogRecord = line["_record"]
    is_ours = record.name == OURS or record.name.startswith(f"{OURS}.")
    if not is_ours and not line["_from_structlog"]:
        line["event"] = str(record.msg)
    return line


def _tell_of_exception(_logger: Any, _method: str, line: EventDict) -> EventDict:
    told = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        chain = list(_causes(error))
        line["error"] = " from ".join(map(_kind_of, chain))
        line["places"] = [place for each in reversed(chain) for place in _places(each)]
    return line


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception, what it was raised from, and so on."""
    current: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if current is None:
            return
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _kind_of(error: BaseException) -> str:
    """The kind, with the code by which a database, a mail server or the system names what happened."""
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    if isinstance(error, OSError) and error.errno is not None:
        code = errno.errorcode.get(error.errno, error.errno)
    code = code or getattr(error, "smtp_code", None)
    return f"{type(error).__name__} ({code})" if isinstance(code, str | int) else type(error).__name__


def _places(error: BaseException) -> list[str]:
    """Its kind, then where it came through, the innermost last: without values and without source."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)
    return [
        type(error).__name__,
        *(f"{_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames[-MOST_PLACES:]),
    ]


def _short(path: str) -> str:
    inside = path.rpartition("site-packages/")[2]
    return inside.removeprefix(f"{ROOT}/")


def _on_one_line(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """No value can begin a line of its own, whoever reads the log."""
    for name, value in line.items():
        if isinstance(value, str):
            line[name] = _CONTROL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", value[:LONGEST])
    return line


def _rendered(*, as_json: bool, in_colour: bool) -> list[Processor]:
    if as_json:
        return [ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer(ensure_ascii=True)]
    return [
        ProcessorFormatter.remove_processors_meta,
        _places_below,
        structlog.dev.ConsoleRenderer(colors=in_colour, pad_event_to=0),
    ]


def _places_below(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """For somebody at a terminal each place is a line, and all of them stand below what happened."""
    places = line.pop("places", [])
    if places:
        line["stack"] = "\n".join(f"    {place}" for place in places)
    return line
