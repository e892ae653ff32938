"""Key files by command: made once, taken elsewhere under a pass-phrase, brought back."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from community.core import keyfiles
from community.keyring.commands import create_app

PHRASE = "four quiet words apart"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A production site that has nothing yet, not even what it needs to start."""
    monkeypatch.setenv("COMMUNITY_STAGE", "production")
    monkeypatch.setenv("COMMUNITY_INSTANCE_PATH", str(tmp_path / "instance"))
    monkeypatch.setenv("COMMUNITY_ARGON2_MEMORY_KIB", "64")
    return create_app()


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def files(app: Flask) -> list[bytes]:
    settings = app.config["SETTINGS"]
    return [settings.field_key_path.read_bytes(), settings.pepper_path.read_bytes()]


def test_keys_are_made_once_before_the_site_may_start(house: Flask) -> None:
    assert "made:" in run(house, "keys-create").output
    before = files(house)
    assert "was there already" in run(house, "keys-create").output
    assert files(house) == before
    assert keyfiles.read(house.config["SETTINGS"].pepper_path).in_use not in files(house)[0]


def test_a_copy_under_a_pass_phrase_brings_the_keys_back(house: Flask, tmp_path: Path) -> None:
    run(house, "keys-create")
    before, copy = files(house), tmp_path / "copy.txt"
    assert run(house, "keys-export", str(copy), "--phrase", PHRASE).exit_code == 0
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not any(line.split()[1] in copy.read_bytes() for line in before)
    for path in (house.config["SETTINGS"].field_key_path, house.config["SETTINGS"].pepper_path):
        path.unlink()
    assert "not the pass-phrase" in run(house, "keys-import", str(copy), "--phrase", "four other words here").output
    assert run(house, "keys-import", str(copy), "--phrase", PHRASE).exit_code == 0
    assert files(house) == before
    assert "left alone" in run(house, "keys-import", str(copy), "--phrase", PHRASE).output


def test_a_damaged_copy_a_short_phrase_and_an_existing_file_are_refused(house: Flask, tmp_path: Path) -> None:
    run(house, "keys-create")
    copy = tmp_path / "copy.txt"
    assert "at least 15" in run(house, "keys-export", str(copy), "--phrase", "too short").output
    run(house, "keys-export", str(copy), "--phrase", PHRASE)
    assert "exists" in run(house, "keys-export", str(copy), "--phrase", PHRASE).output
    for content in ("", "one line", copy.read_text()[:-20], copy.read_text().replace("version 1", "version 2")):
        copy.write_text(content)
        assert "damaged" in run(house, "keys-import", str(copy), "--phrase", PHRASE).output


def test_a_damaged_key_file_is_not_exported(house: Flask, tmp_path: Path) -> None:
    run(house, "keys-create")
    house.config["SETTINGS"].pepper_path.write_text("0badc0de AAAA\n")
    assert run(house, "keys-export", str(tmp_path / "copy.txt"), "--phrase", PHRASE).exit_code != 0
    assert not (tmp_path / "copy.txt").exists()
