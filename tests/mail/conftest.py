"""The postman: the one thing in these tests that is not real."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask_mailman import EmailMultiAlternatives
from flask_mailman.backends.base import BaseEmailBackend

from community.core import clock
from community.settings import Settings, Stage


class Postman:
    """Takes letters, or refuses them while `is_ill`."""

    def __init__(self) -> None:
        self.took: list[EmailMultiAlternatives] = []
        self.is_ill = False

    def backend(self, **_options: object) -> BaseEmailBackend:
        return _Bag(self)


class _Bag(BaseEmailBackend):
    def __init__(self, postman: Postman) -> None:
        self.postman = postman

    def send_messages(self, messages: list[EmailMultiAlternatives]) -> int:
        if self.postman.is_ill:
            raise ConnectionRefusedError("the postman is ill")
        self.postman.took += messages
        return len(messages)


@pytest.fixture
def postman(app: Flask) -> Iterator[Postman]:
    mailman = app.extensions["mailman"]
    usual, postman = mailman.backend, Postman()
    mailman.backend = postman.backend
    yield postman
    mailman.backend = usual


@pytest.fixture
def production(settings: Settings) -> Settings:
    """The same site as it would run for real: behind TLS, nothing left at its default."""
    return replace(
        settings,
        stage=Stage.PRODUCTION,
        site_url="https://ground.example",
        mail_backend="smtp",
        safeguarding_contact="Bryony, 01632 960 001",
        privacy_contact="privacy@ground.example",
        help_local_name="Care line",
        help_local_phone="01632 960 002",
        help_checked_on=clock.today(),
    )
