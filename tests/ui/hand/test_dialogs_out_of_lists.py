"""Dialogs that are asked out of an open list: Tab goes round them as in any other."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from workbench.ui.main_window import MainWindow
from workbench.ui.pages.actions import ActionsPage, Shown


def test_tab_goes_round_what_shows_that_an_action_is_done(filled: MainWindow, qtbot: Any) -> None:
    filled.go("actions")
    page = filled.page
    assert isinstance(page, ActionsPage)
    dialog = Shown(page, filled.session.contents.actions[0])
    stops: list[Any] = []

    def tab() -> None:
        for _ in range(4):
            stops.append(QApplication.focusWidget())
            QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Tab)
        dialog.reject()

    QTimer.singleShot(0, dialog, lambda: QTimer.singleShot(50, dialog, tab))
    dialog.exec()
    assert None not in stops
    assert len(set(stops[:3])) == 3
    assert stops[3] is stops[0]
