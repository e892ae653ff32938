"""Whom "@" and a name call."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.practice.mentions import MOST_CALLED, called, may_call

NAMES = {
    1: "Gareth",
    2: "Gareth Jones",
    3: "Siân",
    4: "Sian",
    5: "Aoife O'Brien",
    6: "Mary-Jane",
    7: "Mary",
    8: "José María Núñez",
    9: "Ama",
    10: "ama",
    11: "김민지",
    12: "O",
    13: "Zoë",
}


def who(body: str) -> list[int]:
    return called(body, NAMES)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("@Gareth, what do you do?", [1]),
        ("Ask @gareth.", [1]),
        ("@GARETH JONES knows", [2]),
        ("@Gareth  Jones\tknows", [2]),
        ("@Gareth Jonesy knows", [1]),
        ("(@Gareth)", [1]),
        ("**@Gareth** and _@Mary_", [1, 7]),
        ("@**Gareth** Jones", [2]),
        ("@Gareth's idea", [1]),
        ("@Gareth’s idea", [1]),
        ("@Siân", [3]),
        ("@Sian", [4]),
        ("@Sia\u0302n", [3]),
        ("@Zoe and @ZOË", [13]),
        ("@Aoife O’Brien", [5]),
        ("@aoife o'brien said", [5]),
        ("@O'Brien", []),
        ("@Mary-Jane", [6]),
        ("@Mary, @Mary - Jane", [7]),
        ("@Mary-Ann", []),
        ("@jose maria nunez", [8]),
        ("@Ama is back", [9, 10]),
        ("@김민지 님", [11]),
        ("> @Gareth", [1]),
        ("- @Gareth\n- @Mary", [1, 7]),
        ("@Gareth\nJones came", [1]),
        ("Twice @Mary, twice @Mary", [7]),
        ("&#64;Mary", [7]),
        ("@Garethh", []),
        ("@ Gareth", []),
        ("Gareth", []),
        ("me@Gareth", []),
        ("gareth@gareth.example", []),
        ("`@Gareth`", []),
        ("```\n@Gareth\n```", []),
        ("Then:\n\n    @Gareth", []),
        ("[@Gareth](https://example.org)", []),
        ("https://example.org/@Gareth", []),
        ("@Gareth `or` @Mary", [1, 7]),
        ("@@@Mary", [7]),
        ("@Nobody", []),
        ("@", []),
        ("", []),
    ],
)
def test_who_is_called(body: str, expected: list[int]) -> None:
    assert who(body) == expected


def test_ten_people_and_no_more() -> None:
    names = {number: f"Person {number}" for number in range(30)}
    body = " ".join(f"@{name}" for name in names.values())
    assert called(body, names) == list(range(MOST_CALLED))
    assert len(called("@Ann", dict.fromkeys(range(30), "Ann"))) == MOST_CALLED


def test_a_name_of_nothing_is_nobodys() -> None:
    assert called("@ @. @!", {1: "", 2: " "}) == []


@pytest.mark.parametrize(
    "body", ["@" * 10_000, "@a " * 3_333, "@Gareth " * 1_250, "@" + "a_'-" * 2_499, "@\u0301" * 5000]
)
def test_hostile_text_takes_no_time(body: str) -> None:
    names = {number: f"Gareth {number}" for number in range(1000)} | NAMES
    began = time.monotonic()
    called(body, names)
    assert time.monotonic() - began < 1


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_and_any_names_are_answered(body: str, names: list[str]) -> None:
    known = dict(enumerate(names))
    found = called(body, known)
    assert set(found) <= set(known)
    assert len(found) == len(set(found))
    if found:
        assert may_call(body)
