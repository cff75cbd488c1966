"""Wiring, and the command line; the window's own path imports nothing but Qt."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.services.clock import local_time

if TYPE_CHECKING:
    from workbench.store.casebook import Casebook

SUFFIX = ".psolve"
PASSPHRASE = "WORKBENCH_PASSPHRASE"  # the name of a setting of the system, not a secret
ABOUT = "Guides a police team through a recurring problem, from its data to a partner briefing."


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line asks and return the exit status."""
    given = list(sys.argv[1:] if words is None else words)
    if given and given[0].lower().endswith(SUFFIX):
        given.insert(0, "open")
    asked = _parser().parse_args(given)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console may not know every sign
    try:
        return int(asked.does(asked))
    except WorkbenchError as error:
        _say(str(error), sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("workbench", description=ABOUT)
    parser.set_defaults(does=_window)
    parser.add_argument("--practice", action="store_true", help="open the practice problem")
    parser.add_argument(
        "--self-test", dest="does", action="store_const", const=_self_test,
        help="try every part on this computer, a line each",
    )  # fmt: skip
    wanted = parser.add_subparsers(title="instead of the window", metavar="COMMAND")
    one = wanted.add_parser("open", help="open a casebook")
    one.add_argument("casebook", type=Path)
    one.set_defaults(does=_window)
    brief = wanted.add_parser("brief", help="make a briefing as Word and PDF")
    brief.add_argument("casebook", type=Path, help="the casebook, a .psolve file")
    brief.add_argument("problem", help="its reference (26-001), its name or a part of it")
    brief.add_argument("--preset", default="internal", help="council, school or internal")
    brief.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="the folder for it")
    brief.add_argument("--form", choices=("docx", "pdf"), help="only one of the two")
    brief.add_argument(
        "--passphrase-file", type=Path, metavar="FILE",
        help=f"a file whose first line is the passphrase; or set {PASSPHRASE}; or be asked",
    )  # fmt: skip
    brief.set_defaults(does=_brief)
    screens = wanted.add_parser("screens", help="a picture of every page, of the practice problem")
    screens.add_argument("folder", type=Path)
    screens.add_argument("--only", nargs="+", default=(), metavar="PAGE", help="only these pages")
    screens.add_argument("--scale", type=float, default=1.0, help="text size, 1 to 2")
    screens.set_defaults(does=_screens)
    practice = wanted.add_parser("practice", help="the briefings of the practice problem")
    practice.add_argument("folder", type=Path)
    practice.set_defaults(does=_practice)
    return parser


def _window(asked: argparse.Namespace) -> int:
    from workbench.ui.run import run

    return run(getattr(asked, "casebook", None), asked.practice)


def _self_test(_: argparse.Namespace) -> int:
    from workbench.services.self_test import self_test

    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        faults = self_test(Path(folder), local_time, _say)
    faults += _look_at_pages()
    told = f"{len(faults)} of the parts failed." if faults else "Every part of the program works."
    _say(told)
    return 1 if faults else 0


def _look_at_pages() -> list[str]:
    """The pages of the window, which the self test of the services cannot know."""
    try:
        from workbench.registry import Registry
        from workbench.ui import pages
        from workbench.ui.page import PageKind

        found = Registry(pages, PageKind)
    except (ImportError, TypeError, ValueError) as error:
        _say(f"FAILED  pages of the window: {error}")
        return ["pages of the window"]
    _say(f"ok      pages of the window: {len(found)}")
    return [] if found else ["pages of the window"]


def _brief(asked: argparse.Namespace) -> int:
    from workbench.services.handing_out import FORMS, find_problem, hand_out

    casebook = _opened(asked.casebook, asked.passphrase_file)
    try:
        problem = find_problem(casebook, asked.problem)
        forms = (asked.form,) if asked.form else FORMS
        for path in hand_out(casebook, problem.id, asked.preset, asked.out, forms):
            _say(f"Made {path}")
    finally:
        casebook.close()
    return 0


def _screens(asked: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from workbench.services.practice.building import PASSPHRASE as KEY
    from workbench.services.practice.building import build
    from workbench.store.casebook import Casebook
    from workbench.ui.shots import Screens, draw

    app = QApplication([])
    wanted = Screens(asked.folder, scale=asked.scale, only=tuple(asked.only))
    with tempfile.TemporaryDirectory(prefix="workbench-") as scratch:
        casebook = Casebook.create(Path(scratch) / "Practice.psolve", KEY, "PC A Khan", local_time)
        build(casebook)
        for path in draw(app, casebook, wanted):
            _say(f"Made {path}")
    return 0


def _practice(asked: argparse.Namespace) -> int:
    from workbench.services.handing_out import practice_pack

    with tempfile.TemporaryDirectory(prefix="workbench-") as scratch:
        practice_pack(Path(scratch), asked.folder, local_time, _say)
    return 0


def _opened(path: Path, passphrase_file: Path | None) -> Casebook:
    """Open a casebook in the name of whoever is logged in."""
    import getpass

    from workbench.store.casebook import Casebook

    return Casebook.open(path, _passphrase(passphrase_file), getpass.getuser(), local_time)


def _passphrase(file: Path | None) -> str:
    """From a file, from the system's settings, or asked; never on the command line itself."""
    import getpass

    if file is None:
        return os.environ.get(PASSPHRASE) or getpass.getpass("Passphrase: ")
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WorkbenchError(
            f"The passphrase could not be read from {file}. The casebook was not opened. "
            "Check the path, and that the file is plain text."
        ) from error
    return lines[0].strip() if lines else ""


def _say(words: str, stream: object = None) -> None:
    print(words, file=stream or sys.stdout, flush=True)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
