"""If a limit hurts, the design is speaking."""

import ast
from pathlib import Path

from tests.house.source import HOUSE, functions, modules, name_of, templates, tree_of

LONGEST_FUNCTION = 40
LONGEST_MODULE = 300
LONGEST_TEMPLATE = 150
MOST_ARGUMENTS = 4


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the end; what is said about it (the docstring) is free."""
    docstring = ast.get_docstring(function, clean=False)
    spoken = len(docstring.splitlines()) if docstring else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - spoken


def test_a_module_is_short_enough_to_know() -> None:
    assert not {name_of(path): lines_of(path) for path in modules() if lines_of(path) > LONGEST_MODULE}


def test_a_template_is_short_enough_to_see() -> None:
    assert not {name_of(path): lines_of(path) for path in templates() if lines_of(path) > LONGEST_TEMPLATE}


def test_a_function_is_short_enough_to_read_at_once() -> None:
    every = [(path, function) for path in modules() for function in functions(path)]
    assert not [
        f"{name_of(path)}: {f.name}, {body_lines(f)} lines" for path, f in every if body_lines(f) > LONGEST_FUNCTION
    ]


def test_more_than_four_arguments_are_given_by_name() -> None:
    greedy = []
    for path in modules():
        for function in functions(path):
            by_position = [a for a in (*function.args.posonlyargs, *function.args.args) if a.arg not in {"self", "cls"}]
            if len(by_position) > MOST_ARGUMENTS:
                greedy.append(f"{name_of(path)}: {function.name} takes {len(by_position)} by position")
    assert not greedy


def test_a_module_opens_by_saying_what_lives_there() -> None:
    silent = [path for path in modules() if path.read_text().strip() and not ast.get_docstring(tree_of(path))]
    assert not [name_of(path) for path in silent]


def test_the_limits_are_felt() -> None:
    """The measures themselves measure."""
    long = ast.parse("def f():\n" + "    x = 1\n" * 40).body[0]
    told = ast.parse('def f():\n    """' + "word\n    " * 40 + '"""\n    x = 1\n').body[0]
    assert isinstance(long, ast.FunctionDef) and body_lines(long) == 41
    assert isinstance(told, ast.FunctionDef) and body_lines(told) <= 3
    assert lines_of(HOUSE / "tests" / "house" / "test_sizes.py") > 40
