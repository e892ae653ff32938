"""What counts as a good password (R10, R11), and how it is kept (R12)."""

import pytest
from flask import Flask

from community.accounts import passwords
from community.accounts.addresses import address_of, key_of
from community.accounts.models import Member
from community.core.errors import Invalid
from tests.accounts.people import PASSWORD, Door
from tests.world import World

ABOUT = ("Comfort Asante", "comfort.asante@example.org", "Even Ground")


@pytest.mark.parametrize(
    "good",
    [
        PASSWORD,
        "the cat sat on the mat",
        "żółta gęś jaźń ćma",
        "🦔 hedgehogs sleep 🌙 soundly",
        "x9$Kq!2mWz#7pLv@",
        "comfort keeps nine blue kettles",
        "a" * 3 + " long walk by the river " * 10,
    ],
)
def test_R10_length_counts_and_nothing_else_is_asked(good: str) -> None:
    passwords.refuse_weak(good, about=ABOUT)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("", passwords.TOO_SHORT),
        ("fourteen chars", passwords.TOO_SHORT),
        ("x" * 257, passwords.TOO_LONG),
        ("passwordpassword", passwords.TOO_COMMON),
        ("aaaaaaaaaaaaaaa", passwords.TOO_COMMON),
        ("123456789012345", passwords.TOO_COMMON),
        ("qwertyuiopasdfgh", passwords.TOO_COMMON),
        ("Winter2026Winter2026", passwords.TOO_COMMON),
        ("comfort.asante@example.org", passwords.TOO_CLOSE),
        ("ComfortAsante2026", passwords.TOO_CLOSE),
        ("EvenGround EvenGround", passwords.TOO_CLOSE),
        ("evenground.1234", passwords.TOO_CLOSE),
    ],
)
def test_R11_what_is_guessed_first_is_refused_with_what_to_do(bad: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        passwords.refuse_weak(bad, about=ABOUT)
    assert refused.value.message == said
    assert "!" not in said


def test_R10_at_least_128_characters_are_taken_whole(world: World, door: Door) -> None:
    long = "otter kettle " * 19  # 247 characters
    link = door.ask_to_join("hassan@example.org")
    browser = world.browser()
    assert browser.submit(browser.get(link), link, name="Hassan", password=long).status == 303
    for typed, status in ((long[:-1], 422), (long, 303)):
        other = world.browser()
        data = {"email": "hassan@example.org", "password": typed}
        assert other.post("/sign-in", data).status == status, "nothing is cut off"


def test_R10_the_same_password_from_another_keyboard_is_the_same(world: World, door: Door) -> None:
    link = door.ask_to_join("hassan@example.org")
    browser = world.browser()
    browser.submit(browser.get(link), link, name="Hassan", password="caf\u00e9 au lait by the sea")
    page = world.browser().post(
        "/sign-in", {"email": "hassan@example.org", "password": "cafe\u0301 au lait by the sea"}
    )
    assert page.status == 303


@pytest.mark.parametrize("bad", ["short", "passwordpassword", "comfortcomfort.org"])
def test_a_weak_password_is_refused_on_the_page_and_nothing_is_made(world: World, door: Door, bad: str) -> None:
    link = door.ask_to_join("comfort@example.org")
    browser = world.browser()
    page = browser.submit(browser.get(link), link, name="Comfort", password=bad)
    assert page.status == 422
    assert page.form(link).values["name"] == "Comfort"
    assert page.form(link).values["password"] == "", "a password is never shown again"
    assert world.count(Member) == 0
    assert browser.get(link).status == 200, "the link still works"


def test_a_suggestion_is_four_words_of_our_list_and_good_enough() -> None:
    seen = {passwords.suggestion() for _ in range(50)}
    assert len(seen) == 50
    for phrase in seen:
        assert len(phrase) >= passwords.SHORTEST
        passwords.refuse_weak(phrase, about=ABOUT)


def test_the_list_of_words_is_long_and_clean() -> None:
    words = passwords._words()
    assert len(words) >= 1500
    assert len(words) == len(set(words))
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 9 for word in words)


def test_R12_the_password_itself_is_nowhere_and_each_has_its_own_salt(app: Flask, world: World, door: Door) -> None:
    one, other = door.person("Nadia"), door.person("Gareth")
    rows = [world.one(Member, id=person.id) for person in (one, other)]
    assert rows[0].password_salt != rows[1].password_salt
    assert rows[0].password_verifier != rows[1].password_verifier
    assert rows[0].password_kdf.startswith("argon2id,")
    assert all(PASSWORD.encode() not in row.password_verifier for row in rows)


def test_addresses_are_compared_without_case() -> None:
    assert address_of(" Comfort@Example.ORG ").key == "comfort@example.org"
    assert key_of("COMFORT@example.org") == key_of("comfort@EXAMPLE.org")
    assert key_of("not an address") == "not an address"
    for odd in ("", "\x00", "\ud800", "a\r\nb@example.org", "x" * 10_000):
        assert len(key_of(odd)) <= 254
