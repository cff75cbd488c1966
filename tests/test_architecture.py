"""The house stays in order: floors, sizes, types, style, and what may never be imported."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "workbench"
TESTS = ROOT / "tests"
SOURCES = sorted(PACKAGE.rglob("*.py"))
CODE = [
    ROOT / "start.py",
    *SOURCES,
    *sorted((ROOT / "benchmarks").rglob("*.py")),
    *sorted(TESTS.rglob("*.py")),
]
# No network, no global drawing state, no second table library: not anywhere in the package.
NEVER = {
    "pandas", "geopandas", "libpysal", "esda", "requests", "httpx", "aiohttp", "urllib3", "socket",
    "http", "ftplib", "smtplib", "telnetlib", "xmlrpc", "matplotlib.pyplot", "pylab",
    "urllib.request", "PySide6.QtNetwork", "PySide6.QtWebEngineWidgets",
}  # fmt: skip
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "managers", "manager", "common", "misc"}


def said(*words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, banned: set[str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:n]) in banned for n in range(1, len(parts) + 1))


def test_floors_hold() -> None:
    look = "from importlinter.cli import lint_imports_command as look; look()"
    status, told = said("-c", look, "--no-cache")
    assert status == 0, told


def test_every_contract_knows_every_module() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    contracts = {one["id"]: one for one in settings["contracts"]}
    there = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    there |= {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    floors = {name for line in contracts["floors"]["layers"] for name in line.split(" | ")}
    assert contracts["floors"]["exhaustive"] is True
    assert floors == there
    qt = {name.removeprefix("workbench.") for name in contracts["qt"]["source_modules"]}
    assert qt == there - {"ui", "app", "__main__"}
    sql = {name.removeprefix("workbench.") for name in contracts["sql"]["source_modules"]}
    assert sql >= there - {"app", "__main__", "services", "store", "registry", "paths", "errors"}


def test_nothing_imports_what_is_never_used() -> None:
    found = {named(path): [n for n in imported(path) if within(n, NEVER)] for path in SOURCES}
    assert {path: names for path, names in found.items() if names} == {}


def test_files_are_short() -> None:
    lengths = {named(path): path.read_text("utf-8").count("\n") for path in CODE}
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


def test_functions_are_short() -> None:
    long = [
        f"{named(path)}: {node.name} has {lines} lines"
        for path in CODE
        if not path.is_relative_to(TESTS)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > 50
    ]
    assert long == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
    paths = [path for path in CODE if path != Path(__file__)]
    assert [named(path) for path in paths if words.search(path.read_text("utf-8"))] == []


def test_no_path_of_one_machine_is_written_down() -> None:
    machine = re.compile(r"(?:/work/|/root/|/home/\w+/|C:\\Users\\)[\w.]+")
    paths = [ROOT / "start.py", *SOURCES, *(ROOT / "benchmarks").rglob("*.py")]
    assert [named(path) for path in paths if machine.search(path.read_text("utf-8"))] == []


def test_names_say_something() -> None:
    assert [named(path) for path in SOURCES if path.stem in EMPTY_NAMES] == []


def test_every_module_says_what_it_is_for() -> None:
    bare = [p for p in SOURCES if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert [named(path) for path in bare] == []


def test_style() -> None:
    status, told = said("-m", "ruff", "check", ".")
    assert status == 0, told
    status, told = said("-m", "ruff", "format", "--check", ".")
    assert status == 0, told


@pytest.mark.slow
def test_types() -> None:
    status, told = said("-m", "mypy")
    assert status == 0, told
    status, told = said("-m", "mypy", "--strict", "start.py")
    assert status == 0, told


def calls(path: Path) -> Iterator[ast.Call]:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    yield from (node for node in nodes if isinstance(node, ast.Call))


def test_the_window_never_opens_a_unit_of_work() -> None:
    """What changes a casebook is a service, so that it has its line in the log and is undone."""
    writes = {"changing", "checkpoint", "put", "set", "repeat"}  # of a casebook or a unit of work
    found = [
        f"{named(path)}:{call.lineno} {call.func.attr}"
        for path in SOURCES
        if "ui" in path.relative_to(PACKAGE).parts
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in writes
        and (owner := ast.unparse(call.func.value)).split(".")[-1] in ("casebook", "unit", "book")
        and owner
    ]
    assert found == []
    loose = [
        p
        for p in SOURCES
        if "ui" in p.relative_to(PACKAGE).parts and ".changing(" in p.read_text("utf-8")
    ]
    assert [named(path) for path in loose] == []


def test_fields_of_records_never_collide_with_arguments() -> None:
    """A function that takes fields of records by name takes everything else by place only."""
    found = [
        f"{named(path)}: {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.args.kwarg is not None
        and node.args.kwarg.arg in ("values", "equal")
        and (node.args.args or node.args.kwonlyargs)
    ]
    assert found == []


def test_signals_are_joined_to_signals_and_not_to_their_emit() -> None:
    """What the one hands over is then what the other takes; through emit, arguments are lost."""
    found = [
        f"{named(path)}:{call.lineno}"
        for path in SOURCES
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "connect"
        and any(isinstance(arg, ast.Attribute) and arg.attr == "emit" for arg in call.args)
    ]
    assert found == []


def test_every_dialog_minds_the_keyboard_and_the_wheel() -> None:
    bare = [
        f"{named(path)}: {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "QDialog" for base in node.bases)
    ]
    assert bare == ["workbench/ui/dialogs.py: KeyedDialog"]
    for path in SOURCES:
        words = path.read_text("utf-8")
        if "FocusRing(self)" in words:
            assert "WheelGuard(self)" in words, named(path)
            assert "def focusNextPrevChild" in words, named(path)
