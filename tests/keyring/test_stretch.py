"""The password stretch."""

import threading
import unicodedata

import pytest
from flask import Flask

from community.core.errors import Busy
from community.keyring import stretch


def test_the_same_password_gives_the_same_root_and_another_does_not(app: Flask) -> None:
    with app.app_context():
        salt, kdf = stretch.new_salt(), stretch.current_kdf()
        one = stretch.stretch("kettle heron lantern", salt, kdf)
        assert one == stretch.stretch("kettle heron lantern", salt, kdf)
        others = [
            stretch.stretch("kettle heron Lantern", salt, kdf),
            stretch.stretch("kettle heron lantern", bytes(16), kdf),
        ]
        assert len({root.verifier for root in (one, *others)}) == 3
        assert len(one.verifier) == 32 and one.verifier != one.secret


def test_a_password_may_be_typed_on_any_keyboard(app: Flask) -> None:
    with app.app_context():
        salt, kdf = stretch.new_salt(), stretch.current_kdf()
        spelt = {form: unicodedata.normalize(form, "Zoë’s ﬁne café") for form in ("NFC", "NFD", "NFKC")}
        assert len({stretch.stretch(each, salt, kdf).secret for each in spelt.values()}) == 1


def test_a_root_never_prints_its_secret(app: Flask) -> None:
    with app.app_context():
        root = stretch.stretch("kettle", stretch.new_salt(), stretch.current_kdf())
    assert repr(root.secret) not in repr(root)


def test_a_strange_way_of_stretching_is_refused(app: Flask) -> None:
    with app.app_context():
        for kdf in ("", "md5", "argon2id,m=1", "argon2id,m=64,t=1,p=1,x=2", "argon2id,m=a,t=1,p=1"):
            with pytest.raises(ValueError):
                stretch.stretch("kettle", bytes(16), kdf)


def test_when_too_many_are_under_way_the_next_is_told_to_come_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretch, "PATIENCE_SECONDS", 0.01)
    monkeypatch.setitem(app.extensions, "stretches", threading.BoundedSemaphore(1))
    with app.app_context():
        app.extensions["stretches"].acquire()
        with pytest.raises(Busy):
            stretch.stretch("kettle", bytes(16), stretch.current_kdf())
        app.extensions["stretches"].release()
        stretch.stretch("kettle", bytes(16), stretch.current_kdf())
