"""Actions change things; what they need to know they ask of queries."""

import ast
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, modules, name_of, tree_of

ACTIONS = [path for path in modules() if "actions" in path.relative_to(PACKAGE).with_suffix("").parts]
READS = {"select", "exists", "union", "union_all"}


def reads_in(tree: ast.Module) -> set[str]:
    """Names by which a module could put a question to the database itself."""
    named = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sqlalchemy"
        for alias in node.names
    }
    called = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"sqlalchemy", "sa"}
    }
    return (named | called) & READS


def test_actions_are_found_and_a_read_in_one_would_be_seen() -> None:
    assert len(ACTIONS) > 10
    assert reads_in(ast.parse("from sqlalchemy import delete, select")) == {"select"}
    assert reads_in(ast.parse("import sqlalchemy as sa\nsa.select(1)")) == {"select"}
    assert not reads_in(ast.parse("from sqlalchemy import delete, update"))


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_an_action_writes_and_leaves_reading_to_queries(path: Path) -> None:
    assert not reads_in(tree_of(path))
