"""C5: what could identify somebody is seen, and what could not is let be."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.core.identifying import Found, Trace, find, is_nhs_number, mark_of, new_in
from community.core.text import LONGEST_TEXT

SEEN = {
    Trace.NHS_NUMBER: ["943 476 5919", "9434765919", "943-476-5919", "401 023 2137", "**943 476 5919**"],
    Trace.EMAIL: ["amara@example.org", "a.b+c@nhs.example.uk", "o_neil@sub.example.com"],
    Trace.PHONE: [
        "07700 900123",
        "020 7946 0018",
        "(01632) 960 001",
        "+44 7700 900123",
        "0044 20 7946 0018",
        "01632-960001",
        "+353 1 800 5555",
    ],
    Trace.POSTCODE: ["LA1 4YW", "sw1a 1aa", "M11AE", "EC1A 1BB", "CF10 3AT"],
    Trace.BORN: [
        "12/03/1934",
        "1934-03-12",
        "12th of March 1934",
        "March 12, 1934",
        "3 Sept 1951",
        "12.3.1934",
    ],
    Trace.NAME: [
        "Mrs Patel",
        "Dr. O'Brien",
        "Miss Ada Lovelace",
        "Professor Öztürk",
        "mrs patel",
        "Cllr Smith-Jones",
        "Mr **Ahmed**",
    ],
}
LET_BE = [
    "943 476 5918 is no such number, and 1234567890 neither.",
    "Ring 111, or the Samaritans on 116 123, or 0300 123 1234, or 0800 1111.",
    "We met on 12/03/2026 and meet again on 3 June 2027.",
    "We work in LA1, and in Lancaster. Room B12 has 3 beds; see R21 4.",
    "Doctors and nurses said so. The doctor came. Dr. said so. We miss Tuesday's call.",
    "Write to @Amara, who knows. It is 5919 of 10,000, in 2 to 3 weeks, 24/7.",
    "Between 1990 and 1999 there were 1,200 of them.",
    "Order 12345678901234567890.",
    "",
]


def traces(text: str) -> list[Trace]:
    return [each.trace for each in find(text)]


@pytest.mark.parametrize(("trace", "words"), [(trace, words) for trace, all_ in SEEN.items() for words in all_])
def test_what_could_identify_somebody_is_seen_in_a_sentence(trace: Trace, words: str) -> None:
    (found,) = find(f"We spoke about {words}, and then we went on.")
    assert found.trace is trace and found.words == words.replace("*", "")
    assert found.before == "We spoke about " and found.after == ", and then we went on."
    assert traces(words) == [trace]


@pytest.mark.parametrize("words", ["born 12/3/34", "DOB: 01-02-1999", "date of birth 4 May 2019", "d.o.b. 4/5/2019"])
def test_behind_words_of_birth_any_date_is_one(words: str) -> None:
    assert traces(f"She was {words}.") == [Trace.BORN]


@pytest.mark.parametrize("text", LET_BE)
def test_what_identifies_nobody_is_let_be(text: str) -> None:
    assert find(text) == []


def test_everything_in_a_text_is_seen_in_order_and_nothing_twice() -> None:
    text = "Mrs Patel (943 476 5919, born 1/2/1940) of LA1 4YW;\nring 07700 900123 or a@example.org."
    assert traces(text) == [Trace.NAME, Trace.NHS_NUMBER, Trace.BORN, Trace.POSTCODE, Trace.PHONE, Trace.EMAIL]
    assert len(find("a@example.org " * 100)) == 20


def test_what_stood_there_before_is_not_asked_about_again() -> None:
    assert [each.words for each in new_in("Mrs Patel and Mr Ahmed", "About mrs  patel")] == ["Mr Ahmed"]
    assert new_in("Mrs Patel", "Mrs Patel") == []


def test_what_stands_there_twice_is_asked_about_once() -> None:
    assert [each.words for each in new_in("Mrs Patel, Mr Ahmed, and Mrs Patel")] == ["Mrs Patel", "Mr Ahmed"]


def test_the_mark_is_of_these_words_and_no_others() -> None:
    one, other = find("Mrs Patel, 07700 900123"), find("Mrs Patel, 07700 900124")
    assert mark_of(one) == mark_of([*reversed(one)]) != mark_of(other)


@pytest.mark.parametrize(("digits", "is_one"), [("9434765919", True), ("9434765918", False), ("943476591", False)])
def test_the_last_digit_of_an_nhs_number_is_reckoned(digits: str, is_one: bool) -> None:
    assert is_nhs_number(digits) is is_one


@given(st.text(st.sampled_from("0123456789 -")).filter(lambda text: len(text) < 40))
def test_any_digits_can_be_looked_at(text: str) -> None:
    assert all(isinstance(each, Found) for each in find(text))


@given(st.integers(0, 999_999_999))
def test_of_ten_last_digits_at_most_one_is_right(first_nine: int) -> None:
    assert sum(is_nhs_number(f"{first_nine:09}{last}") for last in range(10)) <= 1


@pytest.mark.parametrize(
    "text",
    ["0" * LONGEST_TEXT, "0 " * 5000, "a." * 5000, "a@" * 5000, "Mr A " * 2000, "1/1/" * 2500, "+(((" * 2500, "-" * 999,
     "born " * 2000, "A1" * 5000, "\u0661" * 9999],
)  # fmt: skip
def test_a_hostile_text_is_looked_through_at_once(text: str) -> None:
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 0.25
