"""Boxes, padding, field text and key files."""

from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from community.core import crypto, keyfiles
from community.core.crypto import Tampered
from community.core.keyfiles import KeyFileError, Keys

ROW = uuid4()
PLACE = {"table": "message", "row": ROW, "group": 7, "revision": 1}


def test_J8_twenty_thousand_boxes_never_repeat_a_nonce() -> None:
    key = crypto.new_key()
    nonces = {crypto.seal(key, b"same words", ("same", 1))[1:13] for _ in range(20_000)}
    assert len(nonces) == 20_000


def test_a_box_opens_with_its_key_in_its_place_and_nowhere_else() -> None:
    key = crypto.new_key()
    box = crypto.seal(key, b"words", ("message", 1, None))
    assert box[0] == 1 and len(box) == 5 + 29
    assert crypto.unseal(key, box, ("message", 1, None)) == b"words"
    for other_key, about in (
        (crypto.new_key(), ("message", 1, None)),
        (key, ("message", "1", None)),
        (key, ("message",)),
    ):
        with pytest.raises(Tampered):
            crypto.unseal(other_key, box, about)


def test_every_single_flipped_bit_is_noticed() -> None:
    key = crypto.new_key()
    box = crypto.seal(key, b"a few words", ("a",))
    for bit in range(len(box) * 8):
        flipped = bytearray(box)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Tampered):
            crypto.unseal(key, bytes(flipped), ("a",))


@given(st.binary(max_size=3000), st.sampled_from([256, 1024]))
def test_padding_hides_the_length_and_comes_off_again(content: bytes, multiple: int) -> None:
    padded = crypto.pad(content, multiple)
    assert len(padded) % multiple == 0 and crypto.unpad(padded) == content


@given(st.binary(max_size=60))
def test_a_stump_is_never_a_box(stump: bytes) -> None:
    with pytest.raises(Tampered):
        crypto.unseal(bytes(32), stump, ("a",))


def test_padding_that_cannot_be_is_refused() -> None:
    for wrong in (b"", b"\0\0", b"\xff\xff\xff\xff" + bytes(100)):
        with pytest.raises(Tampered):
            crypto.unpad(wrong)


def test_keys_for_different_purposes_are_unrelated() -> None:
    secret = crypto.new_key()
    assert len({crypto.derive(secret, label, salt=salt) for label in ("a", "b") for salt in (b"", b"c")}) == 4


@pytest.mark.parametrize("text", ["", "Words", "Zoë 🌱\nand more", "x" * 10_000])
def test_circle_text_comes_back_from_its_own_place(app: Flask, text: str) -> None:
    with app.app_context():
        box = crypto.seal_field(text, **PLACE)  # type: ignore[arg-type]
        assert text.encode() not in box or not text
        assert crypto.open_field(box, **PLACE) == text  # type: ignore[arg-type]


@pytest.mark.parametrize("moved", [{"table": "promise"}, {"row": uuid4()}, {"group": 8}, {"revision": 2}])
def test_circle_text_that_was_moved_does_not_open(app: Flask, moved: dict[str, object]) -> None:
    with app.app_context():
        box = crypto.seal_field("Words", **PLACE)  # type: ignore[arg-type]
        with pytest.raises(Tampered):
            crypto.open_field(box, **(PLACE | moved))  # type: ignore[arg-type]


def test_after_rotation_old_text_opens_and_new_text_uses_the_new_key(app: Flask) -> None:
    with app.app_context():
        old: Keys = app.extensions["field_keys"]
        before = crypto.seal_field("Before", **PLACE)  # type: ignore[arg-type]
        key = crypto.new_key()
        try:
            app.extensions["field_keys"] = Keys(keyfiles.id_of(key), {**old.by_id, keyfiles.id_of(key): key})
            after = crypto.seal_field("After", **PLACE)  # type: ignore[arg-type]
            assert crypto.open_field(before, **PLACE) == "Before"  # type: ignore[arg-type]
            assert after[:4].hex() == keyfiles.id_of(key) != before[:4].hex()
        finally:
            app.extensions["field_keys"] = old
        with pytest.raises(Tampered):
            crypto.open_field(after, **PLACE)  # type: ignore[arg-type]


def test_a_key_file_is_made_once_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "field.key"
    assert keyfiles.create(path) and not keyfiles.create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(keyfiles.read(path).in_use) == 32
    assert [each.name for each in path.parent.iterdir()] == ["field.key"]


def test_a_damaged_key_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "key"
    keyfiles.create(path)
    key_id, encoded = path.read_text().split()
    other = "A" if encoded[5] != "A" else "B"
    for content in (
        "",
        "#\n",
        encoded,
        f"{key_id} !!!",
        f"{key_id} {encoded[:5]}{other}{encoded[6:]}",
        f"{'0' * 8} {encoded}",
    ):
        path.write_text(content)
        with pytest.raises(KeyFileError):
            keyfiles.read(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KeyFileError):
        keyfiles.read(path)
    with pytest.raises(KeyFileError):
        keyfiles.read(tmp_path / "nowhere")


def test_the_last_line_is_in_use_and_lost_keys_are_named(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(f"# ours\n{keyfiles.new_line()}0badc0de lost\n{keyfiles.new_line()}")
    keys = keyfiles.read(path)
    assert keys.current == path.read_text().splitlines()[-1].split()[0]
    assert keys.lost == {"0badc0de"} and len(keys.by_id) == 2
    assert "AAAA" not in repr(keys) and "by_id" not in repr(keys)
