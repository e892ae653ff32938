"""D2, status-free by construction: nothing asks for, keeps or shows how high up somebody is, or sorts by who wrote it.

F7: so no grade, band or seniority can ever come into a score.
"""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from community.core.database import Model
from tests.house.source import PACKAGE, modules, name_of, templates, tree_of

STATUS = re.compile(r"(?<![a-z])(grade|band|seniority|senior|junior|pay[ _]?scale)s?(?![a-z])", re.I)
AUTHORS = re.compile(r"author|starter|poster|email|role|joined_at", re.I)


def test_no_table_keeps_how_high_up_somebody_is(app: Flask) -> None:
    names = [f"{table.name}.{column.name}" for table in Model.metadata.sorted_tables for column in table.columns]
    assert len(names) > 150
    assert not [name for name in names if STATUS.search(name.replace("_", " ").replace(".", " "))]
    assert not [table.name for table in Model.metadata.sorted_tables if STATUS.search(table.name.replace("_", " "))]


def test_the_only_rank_in_the_tables_is_the_order_of_ones_own_challenges(app: Flask) -> None:
    ranks = [
        f"{table.name}.{column.name}"
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if re.search(r"rank|score|points|karma|trust", column.name)
    ]
    assert ranks == ["profile_challenge.rank"]


def forms() -> list[Path]:
    return [path for path in modules() if path.stem == "forms" or path.parent.name == "forms"]


@pytest.mark.parametrize("path", forms() + templates(), ids=name_of)
def test_no_form_and_no_page_speaks_of_it(path: Path) -> None:
    assert not STATUS.findall(path.read_text(encoding="utf-8"))


def test_the_forms_and_pages_were_read() -> None:
    assert len(forms()) >= 6 and len(templates()) > 60
    assert STATUS.search("Your grades") and STATUS.search("pay_scale") and STATUS.search("Band 8a")
    assert not STATUS.search("upgrade") and not STATUS.search("husband")


def orders(tree: ast.Module) -> list[str]:
    """What every ORDER BY of a module sorts by."""
    return [
        ast.unparse(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "order_by"
        for argument in node.args
    ]


def test_nothing_is_ordered_by_who_wrote_it() -> None:
    found = {name_of(path): sorts for path in modules() if (sorts := orders(tree_of(path)))}
    assert sum(map(len, found.values())) > 60 and (PACKAGE / "practice").exists()
    assert not {(path, sort) for path, sorts in found.items() for sort in sorts if AUTHORS.search(sort)}


def test_the_look_for_orders_sees_one() -> None:
    (sort,) = orders(ast.parse("select(Post).order_by(Post.author_id.desc())"))
    assert AUTHORS.search(sort)
