"""Times to meet are proposed from what everybody told of themselves, and from what they agreed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from community.buddying.models import Meeting
from community.core import clock
from community.directory.told import TIMES
from tests.browser import Page
from tests.buddying.people import buddies, circle_of, comfort, gareth, nadia
from tests.world import Person, World

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_monday() -> object:
    with time_machine.travel(MONDAY, tick=False):
        yield


def meeting(world: World, viewer: Person, *people: Person) -> Page:
    return world.browser(viewer).get(f"/buddies/circles/{circle_of(world, *people)}/meeting")


def slots(page: Page) -> list[str]:
    return ["".join(a.itertext()).strip() for a in page.all("a") if "at=" in a.get("href", "")]


def test_common_times_of_the_next_two_weeks_are_proposed_at_sensible_hours(world: World) -> None:
    one = nadia(world, times=["mon-am", "tue-eve", "fri-pm", "sun-am"])
    other = gareth(world, times=["tue-eve", "fri-pm", "mon-am"])
    page = meeting(world, one, one, other)
    assert slots(page) == [
        "Tuesday 24 November, 19:00",
        "Friday 27 November, 14:00",
        "Monday 30 November, 10:00",
    ], "three are enough; not today at ten: that is within three hours"
    assert "From what you each told of yourselves." in page


@pytest.mark.parametrize("size", [3, 6])
def test_times_suit_everybody_in_a_larger_circle(world: World, size: int) -> None:
    people = [nadia(world, times=["tue-eve", "thu-am"])]
    people += [world.member(f"Extra {n}", times=["thu-am", "tue-eve"][: 1 + n % 2]) for n in range(size - 1)]
    assert slots(meeting(world, people[-1], *people)) == ["Thursday 26 November, 10:00", "Thursday 3 December, 10:00"]


def test_one_tap_fills_the_first_choice_in_and_looking_changes_nothing(world: World) -> None:
    one, other = nadia(world, times=["tue-eve"]), gareth(world, times=["tue-eve"])
    url = f"/buddies/circles/{circle_of(world, one, other)}"
    browser = world.browser(one)
    page = browser.get(f"{url}/meeting")
    first = next(a.get("href") for a in page.all("a") if "at=" in a.get("href", ""))
    filled = browser.get(str(first))
    values = filled.form("/meeting").values
    assert (values["on"], values["at"]) == ("2026-11-24", "19:00") and world.count(Meeting) == 0
    assert browser.submit(filled, "/meeting").status == 303
    kept = world.one(Meeting).starts_at
    assert clock.local(kept).strftime("%d %H:%M") == "24 19:00"


def test_a_time_that_nobody_proposed_is_not_filled_in(world: World) -> None:
    one, other = nadia(world, times=["tue-eve"]), gareth(world, times=["tue-eve"])
    url = f"/buddies/circles/{circle_of(world, one, other)}/meeting"
    for at in ("nonsense", "2026-11-24T03:00:00+00:00", "<b>"):
        values = world.browser(one).get(f"{url}?at={at}").form("/meeting").values
        assert values["on"] == ""


def test_honest_words_where_nothing_is_in_common(world: World) -> None:
    one, other = nadia(world, times=["tue-eve"]), gareth(world, times=["wed-am"])
    page = meeting(world, one, one, other)
    assert "You have no time of the day in common" in page and not slots(page)


def test_honest_words_where_somebody_has_not_said(world: World) -> None:
    one, other, third = nadia(world, times=["tue-eve"]), gareth(world), comfort(world)
    url = f"/buddies/circles/{circle_of(world, one, other)}/meeting"
    page = world.browser(one).get(url)
    assert "Gareth has not said which times often work. These suit whoever has." in page and slots(page)
    theirs = world.browser(other).get(url)
    assert "You have not said which times often work. These suit everybody else." in theirs
    assert "Say which times often work for you" in theirs and "Say which times" not in page
    assert "Nobody has said yet which times often work." in meeting(world, third, other, third)


def test_the_agreement_goes_first_and_never_means_never(world: World) -> None:
    one = nadia(world, times=["tue-eve", "fri-pm"], access_needs="Captions, please")
    other = gareth(world, times=["tue-eve", "fri-pm"])
    url = f"/buddies/circles/{buddies(world, one, other)}"
    mine, theirs = world.browser(one), world.browser(other)
    said = {"times": ["fri-pm", "sat-am"], "never": ["sat-am"], "how": "phone"}
    mine.submit(mine.get(f"{url}/agreement/edit"), "/agreement/edit", **said)
    before = mine.get(f"{url}/meeting")
    assert "From what you each told of yourselves." in before, "it does not count yet"
    assert "Captions, please" not in before
    theirs.submit(theirs.get(f"{url}/agreement"), "/agreement/yes")
    page = theirs.get(f"{url}/meeting")
    assert slots(page) == ["Friday 27 November, 14:00", "Friday 4 December, 14:00"]
    assert "From the times in your agreement." in page and "Nadia: Captions, please" in page
    assert page.form("/meeting").values["how"] == "phone"


def test_nobody_reads_the_whole_of_somebody_elses_times_by_ticking_all_of_theirs(world: World) -> None:
    one = nadia(world, times=list(TIMES))
    other = gareth(world, times=["mon-pm", "wed-am", "thu-eve", "fri-pm", "sun-am"])
    url = f"/buddies/circles/{circle_of(world, one, other)}"
    form = world.browser(one).get(f"{url}/agreement/edit").form("/agreement/edit").values
    assert form["times"] == ["mon-pm", "wed-am", "thu-eve"], "the earliest of the week"
    seen: set[str] = set()
    for day in range(14):
        with time_machine.travel(clock.now() + timedelta(days=day), tick=False):
            seen |= {slot.split()[0] for slot in slots(world.browser(one).get(f"{url}/meeting"))}
    assert seen == {"Monday", "Wednesday", "Thursday"}, "on no day others"
