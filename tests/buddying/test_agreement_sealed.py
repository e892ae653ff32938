"""No word of an agreement lies open anywhere; it is one box, bound to its circle and version; races end in order."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from community.buddying import agreed, queries
from community.buddying.agreed import OwnWords, Paper, Terms
from community.buddying.models import AgreementYes, Circle, CircleAgreement, MeetingHow, Rhythm
from community.buddying.queries.agreement import agreements_of
from community.core import chance, crypto
from community.core.database import db
from community.settings import Settings
from tests.buddying.people import buddies, circle_of, comfort, gareth, nadia
from tests.buddying.test_agreement import agree, agreement, write
from tests.buddying.test_nothing_leaks import every_letter, every_notice
from tests.buddying.test_races import _all_at_once
from tests.buddying.test_sealed import everything_in_the_database, shapes_of
from tests.digests.post import the_clock
from tests.digests.post import write as write_letters
from tests.world import Person, World

CANARIES = {
    "hopes": "Quillfeather hopes",
    "access": "Quillfeather needs",
    "between": "Quillfeather between",
    "stays_too": "Quillfeather stays",
    "interests_more": "Quillfeather interest",
    "let_down": "Quillfeather let down",
}


@pytest.fixture
def url(world: World, one: Person, other: Person) -> str:
    return f"/buddies/circles/{buddies(world, one, other)}"


def test_no_word_of_an_agreement_is_in_the_database(
    world: World, one: Person, other: Person, url: str, settings: Settings
) -> None:
    write(world, one, url, **CANARIES)
    agree(world, other, url)
    page = agreement(world, other, url)
    assert all(canary in page for canary in CANARIES.values()), "the buddy reads every one of them"
    with world.inside():
        kept = everything_in_the_database(settings)
    for canary in CANARIES.values():
        assert not [shape for shape in shapes_of(canary) if shape in kept], canary
    assert not list(Path(settings.instance_path).glob("*Quillfeather*"))


def test_no_word_of_an_agreement_or_a_draft_is_in_a_notice_or_a_letter(app: Flask, world: World) -> None:
    with the_clock() as watch:
        one, other = nadia(world), gareth(world)
        url = f"/buddies/circles/{buddies(world, one, other)}"
        write(world, one, url, **CANARIES)
        agree(world, other, url)
        world.browser(one).post(f"{url}/draft/keep", {"words": "Quillfeather draft", "key": str(chance.new_id())})
        watch.minutes_later(70)
        write_letters(app)
        with world.inside():
            notices = every_notice()
        _, _, letters = every_letter(app)
    for canary in (*CANARIES.values(), "Quillfeather draft"):
        assert not [shape for shape in shapes_of(canary) if shape in notices or shape in letters], canary
    assert "Quillfeather draft" in world.browser(one).get(url).html and b"agreement" in notices


@pytest.mark.parametrize("change", ["circle", "version"])
def test_a_box_moved_to_another_circle_or_version_does_not_open(
    world: World, one: Person, url: str, change: str
) -> None:
    third = comfort(world)
    elsewhere = buddies(world, one, third)
    write(world, one, url, **CANARIES)
    with world.inside():
        target = db.session.scalars(select(Circle.id).where(Circle.public_id == elsewhere)).one()
        values = {"circle_id": target} if change == "circle" else {"version": 2}
        db.session.execute(update(CircleAgreement).values(values))
    where = elsewhere if change == "circle" else UUID(url.rsplit("/", 1)[1])
    with world.inside(), pytest.raises(crypto.Tampered):
        agreements_of(queries.circle_seen_by(one.actor, where))


def a_paper() -> Paper:
    terms = Terms(
        rhythm=Rhythm.MONTHLY,
        minutes=60,
        how=MeetingHow.WALK,
        times=("mon-am",),
        never=("sun-eve",),
        challenges=("winter",),
        between="Between",
        stays_too="Stays",
        interests=("bid",),
        interests_more="More",
        let_down="Kindly",
        review_on=date(2027, 2, 28),
        ends_on=None,
    )
    return Paper(terms, "Stays between us", "Must act", {chance.new_id(): OwnWords("Hopes", "Captions")})


def test_an_agreement_comes_out_of_its_box_as_it_went_in() -> None:
    paper = a_paper()
    assert agreed.from_json(agreed.to_json(paper)) == paper
    assert len(agreed.to_json(paper).encode()) % 256 == 0, "how long it is tells little"
    bare = replace(paper, terms=Terms(), own={})
    assert agreed.from_json(agreed.to_json(bare)) == bare


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rhythm", "hourly"), ("minutes", 5), ("minutes", "45"), ("how", "pigeon"), ("times", ["xyz"]), ("times", None),
        ("interests", ["all"]), ("between", 7), ("review_on", "soon"), ("review_on", 5), ("challenges", [1]),
    ],
)  # fmt: skip
def test_what_is_opened_is_looked_at_before_it_is_believed(name: str, value: object) -> None:
    known = json.loads(agreed.to_json(a_paper()))
    known["terms"][name] = value
    with pytest.raises(crypto.Tampered):
        agreed.from_json(json.dumps(known))


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"terms": {}}', '{"terms":{},"stays":1}'])
def test_what_is_no_agreement_does_not_open(content: str) -> None:
    with pytest.raises(crypto.Tampered):
        agreed.from_json(content)


def test_six_who_save_at_the_same_moment_make_one_version_and_five_are_told(world: World) -> None:
    people = [nadia(world), gareth(world), comfort(world)] + [world.member(f"Extra {n}") for n in range(3)]
    url = f"/buddies/circles/{circle_of(world, *people)}"
    forms = [
        world.browser(each).get(f"{url}/agreement/edit").form("/agreement/edit").values | {"hopes": each.name}
        for each in people
    ]
    for form in forms:
        form.pop("csrf_token")  # each browser sends its own
    acts = [(each, f"{url}/agreement/edit", form) for each, form in zip(people, forms, strict=True)]
    answers = _all_at_once(world, acts)
    assert Counter(status for status, _ in answers) == {303: 1, 409: 5}
    assert world.count(CircleAgreement) == 1 and world.count(AgreementYes) == 1


def test_six_yeses_at_the_same_moment_let_it_count_once(world: World) -> None:
    people = [nadia(world), gareth(world), comfort(world)] + [world.member(f"Extra {n}") for n in range(3)]
    url = f"/buddies/circles/{circle_of(world, *people)}"
    write(world, people[0], url, rhythm="weekly")
    acts = [(each, f"{url}/agreement/yes", {"seen": "1"}) for each in people[1:] for _ in range(2)]
    answers = _all_at_once(world, acts)
    assert {status for status, _ in answers} == {303}
    assert world.count(AgreementYes) == 6 and world.one(Circle).rhythm is Rhythm.WEEKLY
    assert "Everybody has said yes" in agreement(world, people[0], url)


def test_a_rhythm_that_is_changed_later_is_said_beside_the_agreement(
    world: World, one: Person, other: Person, url: str
) -> None:
    write(world, one, url, rhythm="weekly")
    agree(world, other, url)
    with world.inside():
        db.session.execute(update(Circle).values(rhythm=Rhythm.MONTHLY))
    assert "Your rhythm is every month now; the agreement still says another." in agreement(world, one, url)
    assert "Every month, 45 minutes, by video" in world.browser(one).get(url)
    form = world.browser(one).get(f"{url}/agreement/edit").form("/agreement/edit").values
    assert form["rhythm"] == ["monthly"], "a change of something else does not bring the old one back"
