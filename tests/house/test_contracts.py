"""The import contracts hold, and each one bites: it is broken on purpose in a copy, and must say so."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.source import HOUSE

BREACHES = {
    "Floors": ("community/accounts/queries.py", "from community.practice import models as _upward"),
    "Floors (sideways)": (
        "community/practice/queries/__init__.py",
        "from community.buddying import models as _sideways",
    ),
    "Shelves": ("community/accounts/models.py", "from community.accounts import queries as _upward"),
    "Shelves (a command in an action)": ("community/mail/actions.py", "from community.mail import commands as _up"),
    "The domain does not know HTTP": ("community/accounts/actions/__init__.py", "import flask as _http"),
    "The domain does not know HTTP (our own web)": ("community/accounts/queries.py", "from community.web import pages"),
    "The web does not know SQL": ("community/accounts/views/__init__.py", "from sqlalchemy import select as _sql"),
    "Matching is arithmetic": (
        "community/buddying/matching/score.py",
        "from community.core import database as _database",
    ),
    "Views are imported by nobody": ("community/demo/commands.py", "from community.home import views as _views"),
    "Forms are imported by views alone": (
        "community/accounts/commands.py",
        "from community.accounts import forms as _f",
    ),
    "The journal is nobody's business": (
        "community/home/queries.py",
        "from community.journal import queries as _theirs",
    ),
    "The journal is nobody's business (its models)": (
        "community/home/views.py",
        "from community.journal.models import *",
    ),
}


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    command = [str(shutil.which("lint-imports", path=str(HOUSE / ".venv" / "bin")) or "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False, env={"PYTHONPATH": "."})


def copy_to(folder: Path) -> Path:
    shutil.copytree(HOUSE / "community", folder / "community", ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    shutil.copy(HOUSE / "pyproject.toml", folder)
    return folder


def test_every_contract_holds(tmp_path: Path) -> None:
    answer = lint(copy_to(tmp_path))
    assert answer.returncode == 0, answer.stdout[-2000:]


@pytest.mark.parametrize("contract", BREACHES)
def test_a_contract_bites(tmp_path: Path, contract: str) -> None:
    name, line = BREACHES[contract]
    house = copy_to(tmp_path)
    module = house / name
    assert module.is_file(), "the breach must stand in a module that is really there"
    module.write_text(f"{module.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    answer = lint(house)
    assert answer.returncode != 0
    said = " ".join(answer.stdout.split("Broken contracts")[-1].split())
    assert contract.split(" (")[0] in said, said[-2000:]


def test_a_new_room_must_be_given_its_floor(tmp_path: Path) -> None:
    house = copy_to(tmp_path)
    (house / "community" / "attic").mkdir()
    (house / "community" / "attic" / "__init__.py").write_text('"""A room that nobody placed."""\n')
    answer = lint(house)
    assert answer.returncode != 0 and "attic" in answer.stdout
