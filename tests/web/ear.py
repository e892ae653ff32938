"""Listening to everything that is logged, as it would be written."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from community.core import logs


class Ear(logging.Handler):
    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self.setFormatter(logs.writer(as_json=as_json))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@contextmanager
def listening(*, as_json: bool = True) -> Iterator[Ear]:
    """All that any logger says, down to the last detail, written our way."""
    ear = Ear(as_json=as_json)
    loggers = [logging.getLogger(), logging.getLogger(logs.OURS)]
    before = [each.level for each in loggers]
    logging.getLogger().addHandler(ear)
    for each in loggers:
        each.setLevel(logging.DEBUG)
    try:
        yield ear
    finally:
        logging.getLogger().removeHandler(ear)
        for each, level in zip(loggers, before, strict=True):
            each.setLevel(level)
