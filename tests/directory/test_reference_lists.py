"""The lists people choose from: loaded as often as one likes, never shrinking, never counted on."""

import re
from pathlib import Path

from flask import Flask
from sqlalchemy import delete, func, select, update

from community.core.database import Model, db
from community.directory import actions, queries
from community.directory.models import Challenge, Perspective, Place, Sector
from community.settings import ROOT
from tests.world import World

LISTS: tuple[type[Model], ...] = (Sector, Challenge, Perspective, Place)


def _rows() -> dict[str, list[object]]:
    return {each.__tablename__: [tuple(r) for r in db.session.execute(select(each.__table__))] for each in LISTS}


def test_loading_again_changes_nothing(world: World) -> None:
    with world.inside():
        before = _rows()
        actions.load_reference_lists()
        db.session.flush()
        assert _rows() == before
        assert all(before.values())


def test_loading_puts_a_changed_label_right_and_keeps_a_row_that_left_its_file(world: World) -> None:
    with world.inside():
        db.session.execute(update(Sector).where(Sector.id == "care-home").values(label="Something else"))
        db.session.add(Perspective(id="old-one", label="An old one", sentence="It was here once.", position=99))
    with world.inside():
        actions.load_reference_lists()
    with world.inside():
        assert queries.sector_label("care-home") == "Care home"
        assert queries.perspective_label("old-one") == "An old one"
        db.session.execute(delete(Perspective).where(Perspective.id == "old-one"))
    queries.forget_cached()


def test_the_command_says_what_it_loaded(app: Flask, world: World) -> None:
    said = app.test_cli_runner().invoke(args=["load-reference-lists"])
    assert said.exit_code == 0, said.output
    with world.inside():
        for table in LISTS:
            count = db.session.scalar(select(func.count()).select_from(table))
            assert f"{count} {table.__tablename__}s" in said.output


def test_every_sector_that_can_be_chosen_is_in_exactly_one_group(world: World) -> None:
    with world.inside():
        chosen = [row.id for group in queries.sector_groups() for row in group.sectors]
        parents = {row.parent_id for row in queries.sectors().values()}
        assert sorted(chosen) == sorted(each for each in queries.sectors() if each not in parents)
        assert "other-public" in chosen


def test_sixteen_challenges_are_starters_and_every_challenge_has_one_group(world: World) -> None:
    with world.inside():
        grouped = [row.id for group in queries.challenge_groups() for row in group.challenges]
        assert sorted(grouped) == sorted(queries.challenges())
        assert sum(row.is_starter for row in queries.challenges().values()) == 16


def test_every_successor_of_a_closed_board_is_there_and_open(world: World) -> None:
    with world.inside():
        places = queries.places()
        closed = [place for place in places.values() if not place.is_current]
        assert closed
        for place in closed:
            assert place.successors
            assert all(places[each].is_current for each in place.successors)


def test_no_list_ships_where_its_words_came_from() -> None:
    folder = ROOT / "community" / "directory" / "data"
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"seed_ref|outside_source|\bS[0-4]\b|unverified", text), file.name


def test_the_number_of_boards_is_written_down_nowhere() -> None:
    for folder in ("community/directory", "templates", "tests/directory"):
        for file in Path(ROOT / folder).rglob("*.*"):
            if file.suffix in {".py", ".html"}:
                for line in file.read_text(encoding="utf-8").splitlines():
                    assert not re.search(r"\b(36|42)\b", line) or "re.search" in line, f"{file.name}: {line}"


def test_the_house_rules_have_a_version_and_say_the_sharing_rule(world: World) -> None:
    rules = queries.house_rules()
    assert rules.version == "2"
    assert rules.short.startswith("Be kind.")
    assert [each.title for each in rules.sections][2] == "2. The sharing rule"
    assert "<li>" in rules.sections[2].markup
