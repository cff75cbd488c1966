"""Overrides of Qt's methods never raise, for that would end the program."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from types import FunctionType
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

import workbench.ui
from tests.conftest import ROOT
from workbench.ui.overrides import guarded

BARE = """
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
{first}
app = QApplication([])
class Part(QWidget):
    def keyPressEvent(self, event):
        int("no number")
part = Part()
part.show()
QTest.keyClick(part, Qt.Key.Key_A)
print("alive")
"""


def run(first: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", BARE.format(first=first)], cwd=ROOT, text=True,
                          capture_output=True, check=False, timeout=60)  # fmt: skip


def test_what_c_code_raises_in_an_override_is_reported_and_the_program_lives(qapp: Any) -> None:
    done = run("import workbench.ui")
    assert done.returncode == 0
    assert "alive" in done.stdout
    assert "invalid literal for int" in done.stderr


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="exceptions are whole at once there")
def test_without_the_guard_it_would_end_the_program(qapp: Any) -> None:
    """When this fails, PySide has been mended and the guard may go."""
    assert "alive" not in run("").stdout


class Faulty(QWidget):
    """Each override raises what C code raises."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        gone = QWidget()
        shiboken6.delete(gone)
        return bool(gone.isVisible())

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(int("no number"), 1)


class FaultyDialog(QDialog):
    def accept(self) -> None:
        int("no number")


def test_qts_own_method_stands_in_but_never_for_what_a_person_asked(
    qapp: QApplication, qtbot: Any
) -> None:
    part, line, dialog = Faulty(), QLineEdit(), FaultyDialog()
    for one in (part, line, dialog):
        qtbot.addWidget(one)
    with qtbot.captureExceptions() as raised:
        line.installEventFilter(part)
        line.show()
        QTest.keyClick(line, Qt.Key.Key_A)
        assert part.sizeHint() == QWidget().sizeHint()
        dialog.show()
        dialog.accept()
        line.removeEventFilter(part)
    assert line.text() == "a"
    assert dialog.isVisible()
    kinds = {kind for kind, _, _ in raised}
    assert kinds == {RuntimeError, ValueError}


def test_every_override_of_the_window_is_guarded() -> None:
    for module in pkgutil.walk_packages(workbench.ui.__path__, "workbench.ui."):
        importlib.import_module(module.name)
    bare = [
        f"{cls.__name__}.{name}"
        for cls in _below(QObject)
        if cls.__module__.startswith("workbench.")
        for name, method in vars(cls).items()
        if isinstance(method, FunctionType) and not name.startswith("_")
        and any(b.__module__.startswith("PySide6.") and name in vars(b) for b in cls.__mro__[1:])
        and not guarded(method)
    ]  # fmt: skip
    assert bare == []


def _below(cls: type) -> list[type]:
    return [one for sub in cls.__subclasses__() for one in (sub, *_below(sub))]
