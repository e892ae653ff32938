"""What may not stand in committed files: promises to do something later, and addresses of somebody's machine."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.source import HOUSE

LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|\bNotImplementedError\b")
REGISTRY = re.compile(
    r"index-url|\bregistry\s*=\s*[\"']?(https?:)?//|--index\b|files\.pythonhosted|pypi\.org/simple|\"resolved\":",
    re.IGNORECASE,
)
SKIPPED = re.compile(r"pytest\.mark\.(skip|xfail)\b")


def committed() -> list[Path]:
    """Every text file that a clone would hold."""
    try:
        listed = subprocess.run(["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a clone: there is no list of committed files")
    return [HOUSE / name for name in listed.splitlines() if (HOUSE / name).is_file() and "/vendor/" not in name]


def lines_with(pattern: re.Pattern[str], *, but: set[str]) -> list[str]:
    found = []
    for path in committed():
        name = str(path.relative_to(HOUSE))
        if name in but:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}:{n}" for n, line in enumerate(text.splitlines(), 1) if pattern.search(line)]
    return found


ITSELF = "tests/house/test_words.py"


def test_nothing_is_left_for_later() -> None:
    assert not lines_with(LATER, but={ITSELF})


def test_no_test_is_asleep() -> None:
    assert not lines_with(SKIPPED, but={ITSELF})


def test_no_file_names_a_package_registry() -> None:
    """So that it installs from any mirror. (`--no-emit-index-url` in what makes the lock is the opposite of one.)"""
    lines = lines_with(REGISTRY, but={ITSELF})
    assert not [line for line in lines if "no-emit-index-url" not in _line(line) and not line.startswith("Makefile:")]


def _line(where: str) -> str:
    name, number = where.rsplit(":", 1)
    return (HOUSE / name).read_text(encoding="utf-8").splitlines()[int(number) - 1]
