"""Invented newcomers, and the way in as each of them walks it: a letter, a pass-phrase, five steps."""

import random
from dataclasses import dataclass
from datetime import timedelta

from community.core import clock
from tests.journeys.conftest import House, Visitor

NAMES = (
    "Abena",
    "Callum",
    "Dilys",
    "Ewan",
    "Farah",
    "Gwilym",
    "Hanna",
    "Idris",
    "Jaswinder",
    "Kofi",
    "Lowri",
    "Mairead",
)
SHARED = "Hospital discharge and flow"


@dataclass(frozen=True)
class Newcomer:
    name: str
    email: str
    sector: str


def two_newcomers(seed: str) -> tuple[Newcomer, Newcomer]:
    """Two people nobody has met, from two sides of one challenge and from two organisations."""
    chance = random.Random(seed)
    one, other = chance.sample(NAMES, 2)
    number = chance.randrange(1000)
    return (
        Newcomer(one, f"{one.lower()}{number}@example.org", "Care home"),
        Newcomer(other, f"{other.lower()}{number}@example.net", "NHS acute hospital"),
    )


def read_the_letter(visitor: Visitor, email: str) -> None:
    """Open the link of the newest letter to this address, as it stands on the page of letters."""
    visitor.follow("Read the letters here")
    visitor.stands_at("Letters")
    letter = visitor.page.get_by_role("article").filter(has_text=f"To {email}").first
    link = letter.get_by_role("link").first.get_attribute("href")
    assert link is not None
    visitor.go("/join/" + link.split("/join/")[1])


def choose_a_name_and_password(visitor: Visitor, newcomer: Newcomer, password: str | None) -> str:
    """With `password`, or with the one that the site suggests. Returns which."""
    visitor.stands_at("Your name and a password")
    visitor.fill("Name", newcomer.name)
    if password is None:
        visitor.press("Suggest one for me")
        visitor.sees("Four words, chosen by chance.")
        password = visitor.page.get_by_label("Password").input_value()
        assert len(password.split()) == 4
        assert visitor.page.get_by_label("Name").input_value() == newcomer.name
    else:
        visitor.fill("Password", password)
    visitor.press("Continue")
    return password


def tell_the_least(visitor: Visitor, newcomer: Newcomer) -> None:
    """A sector and one challenge are enough."""
    visitor.stands_at("Where you sit")
    visitor.choose("Your sector", newcomer.sector)
    visitor.press("Save and continue")
    visitor.stands_at("What is on your mind?")
    visitor.choose("Most on my mind", SHARED)
    visitor.press("Save and continue")
    visitor.stands_at("How you like to talk")
    visitor.follow("Skip for now")


def tell_everything(visitor: Visitor, newcomer: Newcomer) -> None:
    """Every question of the steps gets an answer."""
    visitor.stands_at("Where you sit")
    visitor.choose("Your sector", newcomer.sector)
    visitor.open("I sit in more than one sector")
    visitor.choose("A second sector", "NHS community health")
    visitor.tick("Operational")
    visitor.fill("Your place", "Lancashire and South Cumbria")
    visitor.tick("My region")
    visitor.fill("A line in your own words", "I run a discharge lounge.")
    visitor.open("Private: your organisation")
    visitor.fill("Your organisation", "Ribble Hospitals")
    visitor.fill("I am line-managed with", "Fylde Hospitals")
    visitor.press("Save and continue")
    visitor.stands_at("What is on your mind?")
    visitor.choose("Most on my mind", SHARED)
    visitor.choose("Then", "Winter and surge planning")
    visitor.page.get_by_role("group", name="What could you help somebody else with?").get_by_label(SHARED).check()
    visitor.open("Help you would like, and anything else")
    visitor.page.get_by_role("group", name="What would you like help with?").get_by_label("Winter and surge").check()
    visitor.press("Save and continue")
    visitor.stands_at("How you like to talk")
    visitor.tick("Either")
    visitor.tick("Video call")
    visitor.tick("Tuesday evening")
    visitor.tick("Welsh")
    visitor.fill("Anything that helps you take part", "Captions, please.")
    visitor.press("Save and continue")


def join(house: House, newcomer: Newcomer, *, password: str | None, tells_everything: bool) -> Visitor:
    """From the front page to Home. The visitor stays signed in."""
    visitor = house.visitor()
    visitor.go("/")
    visitor.page.get_by_role("link", name="Join", exact=False).filter(visible=True).first.click()
    visitor.fill("E-mail address", newcomer.email)
    visitor.press("Write to me")
    visitor.stands_at("Look into your mail")
    read_the_letter(visitor, newcomer.email)
    choose_a_name_and_password(visitor, newcomer, password)
    visitor.stands_at("Welcome")
    visitor.follow("Continue: house rules")
    visitor.press("I accept the house rules")
    (tell_everything if tells_everything else tell_the_least)(visitor, newcomer)
    visitor.stands_at("Welcome")
    visitor.press("Come in")
    visitor.sees("You are in. Welcome.")
    return visitor


def next_week() -> str:
    """A day to meet on, as a date field takes it."""
    return (clock.today() + timedelta(days=7)).isoformat()
