"""Whom "@" and a name call."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.practice import mentions
from community.practice.mentions import (
    LONGEST_NAME,
    MOST_CALLED,
    MOST_SIGNS,
    Candidate,
    behind_signs,
    called,
    candidates,
    look_up,
)

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
    14: "Sam Okoro",
    15: "Sam Pike",
    16: "Rene Bell",
    17: "René Clair",
}


def who(body: str) -> list[int]:
    return called(behind_signs(body), NAMES)


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
        ("@Aoife's idea, @jose too", [5, 8]),
        ("@María", []),
        ("@Sam", []),
        ("@Sam Okoro", [14]),
        ("@Rene", [16]),
        ("@René", [17]),
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


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ("@Gareth and @Denis, what now?", ["Denis"]),
        ("@Denis’s idea, @denis, (@Mary-Ann) and **@Bo**", ["Denis", "denis", "Mary-Ann", "Bo"]),
        ("Ask @Sam", ["Sam"]),
        ("@Sio\u0302n Huws", ["Siôn"]),
        ("At 3@Denis, @3pm and `@code`, @ nobody", []),
        ("@Gareth", []),
    ],
)
def test_a_name_that_is_nobodys_or_of_several_is_told(body: str, unknown: list[str]) -> None:
    assert look_up(behind_signs(body), NAMES).unknown == unknown


def test_ten_people_and_no_more() -> None:
    names = {number: f"Person {number}" for number in range(30)}
    body = " ".join(f"@{name}" for name in names.values())
    assert called(behind_signs(body), names) == list(range(MOST_CALLED))
    assert len(called(behind_signs("@Ann"), dict.fromkeys(range(30), "Ann"))) == MOST_CALLED


def test_a_name_of_nothing_is_nobodys() -> None:
    assert called(behind_signs("@ @. @!"), {1: "", 2: " "}) == []


@pytest.mark.parametrize(
    "body",
    [
        "@" * 10_000, "@a " * 3_333, "@Gareth " * 1_250, "@" + "a_'-" * 2_499, "@\u0301" * 5000, "@." * 5000,
        "\n".join(["@." * 200] * 24), "\n".join(["@a-" * 133] * 25), "@é " * 3_333, "\n\n".join(["@Gareth"] * 1_100),
    ],
)  # fmt: skip
def test_hostile_text_is_little_work(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = []

    def counted(text: str, longest: int) -> Iterator[Candidate]:
        for each in candidates(text, longest):
            looked_at.append(each)
            yield each

    monkeypatch.setattr(mentions, "candidates", counted)
    names = {number: f"Gareth {number}" for number in range(1000)} | NAMES | {2000: "."}
    longest = max(map(len, names.values()))
    behind = behind_signs(body)
    assert len(behind) <= MOST_SIGNS and max(map(len, behind), default=0) <= LONGEST_NAME
    called(behind, names)
    assert len(looked_at) <= MOST_SIGNS * longest
    assert all(len(each.exact) <= longest for each in looked_at)


def test_a_text_is_read_as_far_as_the_fiftieth_sign() -> None:
    assert who("@x " * (MOST_SIGNS - 1) + "@Gareth") == [1]
    assert who("@x\n" * MOST_SIGNS + "@Gareth") == []


def test_names_that_begin_otherwise_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    bearers = mentions._bearers

    def counted(names: Mapping[int, str]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        looked_at.extend(names)
        return bearers(names)

    monkeypatch.setattr(mentions, "_bearers", counted)
    many = {number: f"Person {number}" for number in range(10_000)}
    assert called(behind_signs("@élodie"), many | {-1: "Elodie"}) == [-1]
    assert looked_at == [-1]


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_and_any_names_are_answered(body: str, names: list[str]) -> None:
    known = dict(enumerate(names))
    found = called(behind_signs(body), known)
    assert set(found) <= set(known)
    assert len(found) == len(set(found))
