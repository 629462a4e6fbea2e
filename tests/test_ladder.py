"""Imports only go down: between the rooms, and between the floors of a room; also inside functions.

Read from the source by its syntax tree, so that what is imported late is held to the same rule.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# journal ← units ← meetings ← directives ← {intake, reports, assistant} ← reminders ← sheets ← seeds ← config
ROOMS = {
    "journal": 0,
    "units": 1,
    "meetings": 2,
    "directives": 3,
    "intake": 4,
    "reports": 4,
    "assistant": 4,
    "reminders": 5,
    "sheets": 6,
    "seeds": 7,
    "config": 8,
}
# lifecycle ← querysets ← models ← actions ← forms, filters ← views, api, admin, tasks, management ← urls
LAW, QUERYSETS, MODELS, REGISTER, CALENDAR, STANDING, WORK, FORMS, DOORS, TOP = range(10)
FLOORS = {
    "lifecycle": LAW,
    # Plain functions and types that models are built from; they import nothing of their room.
    "text": LAW,
    "periods": LAW,
    "files": LAW,
    "content": LAW,
    "append_only": LAW,
    "watched": LAW,
    "querysets": QUERYSETS,
    "models": MODELS,
    # What can be said of the rows without changing them, and what every action asks first.
    "register": REGISTER,
    "working_calendar": CALENDAR,
    "standing": STANDING,
    "actions": WORK,
    # Figures ask querysets and models; forms and doors ask them. They change nothing, and actions need none.
    "statistics": WORK,
    "forms": FORMS,
    "filters": FORMS,
    "views": DOORS,
    "api": DOORS,
    "admin": DOORS,
    "tasks": DOORS,
    "management": DOORS,
    # Drawn by the templates of views.
    "templatetags": DOORS,
    "urls": TOP,
    # Starts the room, and nobody imports it.
    "apps": TOP,
}
# A file whose name is not above does the work of its room (planning, reading, drawing): it stands with actions.
UNNAMED = WORK
# Files of these floors belong together and may use each other; a door never goes through another door.
TOGETHER = {WORK, FORMS}
# What is outside the rooms may start the whole, so it may import config; the rooms may not.
MAY_IMPORT_CONFIG = {"config", "manage", "script", "tests"}

MOST_LINES = 400
EXCUSE = "Over 400 lines because "
WRITTEN_BY_US = {".py", ".html", ".css", ".js", ".sh"}
NOT_OURS = {
    ".venv",
    ".git",
    ".front-end",
    "node_modules",
    "vendor",
    "data",
    "static_root",
    "migrations",
    "tests",
    "locale",
}


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    """The modules of the tree by their dotted names."""
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if parts[0].startswith(".") or parts[0] in ("data", "static_root"):
            continue
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(name: str, path: Path, known: set[str]) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import of ours; `from room import file` means the file."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield node.lineno, full if full in known else base


def floor(name: str) -> int:
    return FLOORS.get(name.split(".")[1], UNNAMED) if "." in name else LAW


def refusal(name: str, target: str) -> str:
    """Why `name` may not import `target`; empty where it may."""
    room, other = name.split(".")[0], target.split(".")[0]
    if other == "tests" and room != "tests":
        return "tests are imported by tests only"
    if other == "config" and room not in MAY_IMPORT_CONFIG:
        return "config is imported by nobody below"
    if room not in ROOMS or other not in ROOMS:
        return ""
    if room != other:
        return "" if ROOMS[other] < ROOMS[room] else f"{other} is not below {room}"
    if room == "config" or "migrations" in name.split(".") or "." not in target:
        return ""
    if name.split(".")[1] == target.split(".")[1]:
        return ""
    mine, theirs = floor(name), floor(target)
    if theirs < mine or (theirs == mine and mine in TOGETHER):
        return ""
    return f"{target} is not below {name}"


def broken(root: Path) -> list[str]:
    known = dict(modules(root))
    return [
        f"{path.relative_to(root)}:{line}: {why}"
        for name, path in known.items()
        for line, target in imported(name, path, set(known))
        if (why := refusal(name, target))
    ]


def too_long(root: Path) -> list[str]:
    found = []
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.suffix not in WRITTEN_BY_US or NOT_OURS & set(parts) or ".min." in path.name:
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > MOST_LINES and not any(EXCUSE in line for line in lines[:20]):
            found.append(f"{path.relative_to(root)}: {len(lines)} lines")
    return found


def test_imports_only_go_down():
    assert broken(ROOT) == []


def test_a_file_of_more_than_400_lines_says_why():
    assert too_long(ROOT) == []


def test_every_room_of_ours_has_its_place():
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert rooms <= ROOMS.keys()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("units/models/unit.py", "from meetings.models import Meeting"),
        ("units/models/unit.py", "import directives.models"),
        ("journal/actions.py", "def late():\n    from units.models import User"),
        ("reports/table.py", "from intake import reading"),
        ("intake/reading.py", "from reminders.models import Reminder"),
        ("directives/actions/taking.py", "from config.settings import DEBUG"),
        ("directives/lifecycle.py", "from directives.models import Assignment"),
        ("directives/querysets.py", "from directives import statistics"),
        ("directives/models/unit.py", "from ..actions import accept"),
        ("directives/actions/taking.py", "from directives.forms import StepForm"),
        ("directives/forms/step.py", "def late():\n    from directives import views"),
        ("directives/api/rows.py", "from directives.views.lists import lists"),
        ("directives/views/lists.py", "from directives.urls import urlpatterns"),
        ("units/standing.py", "from units import actions"),
        ("seeds/demo.py", "from tests.cast import Ministry"),
    ],
)
def test_an_import_that_goes_up_is_caught(tmp_path, path, line):
    tree(tmp_path)
    assert broken(tmp_path) == []
    write(tmp_path / path, line)
    assert len(broken(tmp_path)) == 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("directives/models/unit.py", "from journal.models import Event"),
        ("reminders/planning.py", "from intake import reading\nfrom reminders import digests"),
        ("directives/filters.py", "from directives.forms.fields import Day"),
        ("directives/views/lists.py", "from . import steps"),
        ("config/urls.py", "from seeds import demo\nfrom config import settings"),
        ("manage.py", "import config.settings"),
        ("directives/migrations/0001_initial.py", "import directives.models"),
    ],
)
def test_an_import_that_goes_down_is_allowed(tmp_path, path, line):
    tree(tmp_path)
    write(tmp_path / path, line)
    assert broken(tmp_path) == []


def test_a_long_file_is_caught_until_it_says_why(tmp_path):
    path = tmp_path / "units" / "text.py"
    write(path, "x = 1\n" * 400)
    assert too_long(tmp_path) == []
    write(path, "x = 1\n" * 401)
    assert too_long(tmp_path) == ["units/text.py: 401 lines"]
    write(path, f"# {EXCUSE}it is one table.\n" + "x = 1\n" * 401)
    assert too_long(tmp_path) == []


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def tree(root: Path) -> None:
    """A small tree that keeps the rule."""
    for room in ROOMS:
        write(root / room / "__init__.py", "")
    for file in ("querysets", "lifecycle", "statistics", "urls", "forms/__init__", "forms/fields"):
        write(root / f"directives/{file}.py", "")
    for file in ("actions/__init__", "actions/taking", "models/__init__", "views/__init__", "views/steps"):
        write(root / f"directives/{file}.py", "")
    write(root / "units/actions.py", "")
    write(root / "intake/reading.py", "from directives.models import Directive")
    write(root / "reminders/digests.py", "")
    write(root / "tests/cast.py", "from config import settings")
