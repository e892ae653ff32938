"""What in a text could identify somebody: a hint before others read it, never a judgement and never a lock.

Pure: text in, places out; nothing is kept. It sees the patterns of the United Kingdom, and only those:

* an NHS number: ten digits whose last is right (the modulus 11 of the NHS Data Dictionary), spaced in any way;
* a whole postcode of a postcode area that exists; half of one is a town, and is let be;
* a telephone number: of the United Kingdom, or any that begins with + or 00; not 03, 0800 and 0808, which are services;
* an e-mail address;
* a date of birth: any date behind such words as "born", and a whole date between 1900 and 2015 without them;
* a name behind a title: Mr, Mrs, Ms, Miss, Mx, Dr, Prof, Rev, Sir, Dame, Lord, Lady, Cllr, and these written out.

It sees no first names, places, rare illnesses or stories that only one person has lived: whoever writes must.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

AROUND = 40
MOST_FOUND = 20


class Trace(StrEnum):
    """What kind of thing was seen."""

    NHS_NUMBER = "nhs_number"
    EMAIL = "email"
    BORN = "born"
    PHONE = "phone"
    POSTCODE = "postcode"
    NAME = "name"


class Found(NamedTuple):
    """Something seen: the words themselves, and a few on either side."""

    trace: Trace
    before: str
    words: str
    after: str


_SPACE = r"[ \u00a0\t]"
_TEN_DIGITS = re.compile(rf"(?<![\w+])\d(?:(?:{_SPACE}|[-\u2010-\u2013.])?\d){{9}}(?!\w)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_GAP = rf"(?:{_SPACE}|[().\-\u2010-\u2013]){{0,3}}"
_PHONE = re.compile(rf"(?<![\w+/])(?:\+|00|\(?0)(?:{_GAP}\d){{9,13}}(?!\w)")
_SERVICE = re.compile(r"(?:0|\+?44|0044)(?:3|80[08])")
_AREAS = (
    r"AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|"
    r"EX|FK|FY|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|"
    r"NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|"
    r"TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE|B|E|G|L|M|N|S|W"
)
_POSTCODE = re.compile(rf"(?<!\w)(?:{_AREAS})\d[A-Z\d]?{_SPACE}?\d[ABD-HJLNP-UW-Z]{{2}}(?!\w)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<{{0}}>(?:{'|'.join(_MONTHS)})[a-z]{{{{0,6}}}})"
_DATES = (
    re.compile(r"(?<![\w/])(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4}|\d{2})(?![\w/])"),
    re.compile(r"(?<![\w/])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\w/])"),
    re.compile(
        rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH.format('m')},? (?P<y>\d{{4}})(?!\w)", re.IGNORECASE
    ),
    re.compile(rf"(?<!\w){_MONTH.format('m')} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})(?!\w)", re.IGNORECASE),
)
_BORN = re.compile(r"\b(?:born|birth|birthday|d\.?o\.?b\.?)\b[^\n]{0,20}$", re.IGNORECASE)
_TITLE = (
    r"Mrs|Mr|Ms|Miss|Mx|Dr|Doctor|Professor|Prof|Reverend|Rev|Sir|Dame|Lord|Lady|Councillor|Cllr"  # the longer first
)
_WORD = r"[^\W\d_][\w'\u2019-]{0,40}"
_NAME = re.compile(  # the name is only looked at: another title may stand in what follows
    rf"(?<![\w@])(?P<title>{_TITLE}|mrs|mr)\.?{_SPACE}{{1,2}}(?=(?P<name>{_WORD}(?:{_SPACE}{_WORD}){{0,2}}))"
)
_NO_NAMES = {"and", "or", "who", "said", "is", "was"}
_SIGNS = str.maketrans("", "", "*`~")  # what only sets words off


def find(text: str) -> list[Found]:
    """What stands in the text that could identify somebody, in order; at most twenty, none inside another."""
    plain = text.translate(_SIGNS)
    taken: list[tuple[int, int, Trace]] = []
    for trace, look in _LOOKS.items():
        for start, end in look(plain):
            if all(end <= first or start >= last for first, last, _ in taken):
                taken.append((start, end, trace))
    return [_found(plain, *place) for place in sorted(taken)[:MOST_FOUND]]


def new_in(text: str, before: str = "") -> list[Found]:
    """The same, each words once, without what stood in the text before it was changed."""
    known = {_folded(each.words) for each in find(before)} if before else set()
    fresh: dict[str, Found] = {}
    for each in find(text):
        fresh.setdefault(_folded(each.words), each)
    return [each for words, each in fresh.items() if words not in known]


def mark_of(found: Iterable[Found]) -> str:
    """A short sign of just these words: whoever was shown them sends it back to say that they may stay."""
    words = "\n".join(sorted({_folded(each.words) for each in found}))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def is_nhs_number(digits: str) -> bool:
    """Ten digits, the last of which is right: 11 less the weighted sum modulo 11, where 11 is 0 and 10 is none."""
    if len(digits) != 10 or not digits.isdecimal():
        return False
    numbers = [int(digit) for digit in digits]
    check = 11 - sum(weight * number for weight, number in zip(range(10, 1, -1), numbers[:9], strict=True)) % 11
    return check % 11 == numbers[9] and check != 10


def _nhs_numbers(text: str) -> Iterator[tuple[int, int]]:
    return (each.span() for each in _TEN_DIGITS.finditer(text) if is_nhs_number(_digits(each.group())))


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (each.span() for each in _EMAIL.finditer(text))


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for each in _PHONE.finditer(text):
        digits = _digits(each.group())
        is_ours = digits.startswith("0") and not digits.startswith("00")
        if not _SERVICE.match(digits.removeprefix("00")) and (len(digits) in {10, 11} or not is_ours):
            yield each.span()


def _postcodes(text: str) -> Iterator[tuple[int, int]]:
    return (each.span() for each in _POSTCODE.finditer(text))


def _births(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _DATES:
        for each in pattern.finditer(text):
            is_said = _BORN.search(text[max(0, each.start() - 40) : each.start()]) is not None
            if _is_a_day(each, needs_century=not is_said):
                yield each.span()


def _is_a_day(each: re.Match[str], *, needs_century: bool) -> bool:
    year, month = int(each["y"]), each["m"].lower()
    if needs_century and not 1900 <= year <= 2015:
        return False
    try:
        date(year if year > 99 else 1900 + year, int(month) if month.isdecimal() else _month(month), int(each["d"]))
    except ValueError:
        return False
    return True


def _month(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1


def _names(text: str) -> Iterator[tuple[int, int]]:
    for each in _NAME.finditer(text):
        words = re.split(_SPACE, each["name"])
        is_small = each["title"].islower()
        kept = words[:1] if is_small else []
        for word in () if is_small else words:
            if not word[0].isupper():
                break
            kept.append(word)
        if kept and kept[0].lower() not in _NO_NAMES:
            yield each.start(), each.start("name") + len(" ".join(kept))


_LOOKS: dict[Trace, Callable[[str], Iterator[tuple[int, int]]]] = {
    Trace.NHS_NUMBER: _nhs_numbers,
    Trace.EMAIL: _emails,
    Trace.BORN: _births,
    Trace.PHONE: _phones,
    Trace.POSTCODE: _postcodes,
    Trace.NAME: _names,
}


def _found(text: str, start: int, end: int, trace: Trace) -> Found:
    before = " ".join(text[max(0, start - AROUND) : start].split(" ")[1 if start > AROUND else 0 :])
    after = text[end : end + AROUND]
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0]
    return Found(trace, before.rpartition("\n")[2], text[start:end], after.partition("\n")[0])


def _digits(words: str) -> str:
    return "".join(str(int(sign)) for sign in words if sign.isdecimal())


def _folded(words: str) -> str:
    return "".join(words.casefold().split())
