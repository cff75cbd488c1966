"""Asks for the method of the next cycle over a problem."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from workbench.guide.methods import methods
from workbench.services.problems import second_cycle
from workbench.ui.dialogs import Dialog
from workbench.ui.session import Session
from workbench.ui.widgets.basics import text
from workbench.ui.widgets.forms import Field


class NextCycle(Dialog):
    """Ends the present cycle and starts the next, which keeps every record."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        about = "The present cycle is ended today. Every record stays and goes into the next."
        super().__init__(parent, "refresh", "Start the next cycle", about, "Start cycle")
        self.session, self.choice = session, QComboBox()
        for key, method in methods().items():
            self.choice.addItem(f"{method.name}: {method.full.lower()}", key)
        self.choice.setCurrentIndex(self.choice.findData(session.contents.cycle.method))
        self.body.addWidget(Field("&Method", self.choice))
        self.says = text("", "secondary", wrap=True)
        self.body.addWidget(self.says)
        self.choice.currentIndexChanged.connect(self._say)
        self._say()

    def accept(self) -> None:
        problem, today = self.session.contents.problem.id, self.session.today
        method = str(self.choice.currentData())
        self.session.history.do(lambda casebook: second_cycle(casebook, problem, method, today))
        super().accept()

    def _say(self) -> None:
        self.says.setText(methods()[str(self.choice.currentData())].about)
