"""Cycles are cleared up on the window's thread only, for as long as there is a window."""

from __future__ import annotations

import gc

from workbench.ui.main_window import MainWindow


def test_nothing_is_cleared_up_on_a_workers_thread(window: MainWindow) -> None:
    assert not gc.isenabled()
    assert window.session.sweeper.timer.isActive()
    window.session.sweeper.sweep()
    window.close()
    assert gc.isenabled()
