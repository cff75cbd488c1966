"""The form of a question's parameters: left alone it changes nothing; what is set is read back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QSpinBox

from workbench.services.asking import questions
from workbench.ui.charting.controls import Known
from workbench.ui.charting.options import OptionsForm

KNOWN = Known(
    tuple(date(2024, month, 1) for month in range(1, 13)),
    ("Burglary", "Robbery"),
    (("Treated", ("A", "B")), ("Control", ("C",))),
)


@pytest.mark.parametrize("key", sorted(questions()))
def test_a_form_that_nobody_touched_asks_the_question_as_it_is(key: str, qtbot: Any) -> None:
    form = OptionsForm()
    qtbot.addWidget(form)
    form.show_kind(questions()[key], {}, KNOWN)
    assert form.values == {}
    usual = questions()[key].settings({})
    for name, one in form.controls.items():
        assert one.value() in (usual[name], () if usual[name] in ((), None) else usual[name])


def test_a_number_that_need_not_be_there_can_be_set_and_taken_back(qtbot: Any) -> None:
    form = OptionsForm()
    qtbot.addWidget(form)
    form.show_kind(questions()["run_chart"], {}, KNOWN)
    box = form.controls["baseline"].widget
    assert isinstance(box, QSpinBox)
    assert box.text() == "Not set"
    box.stepUp()
    assert form.values == {"baseline": 10}
    box.stepDown()
    assert form.values == {}
    form.show_kind(questions()["run_chart"], {"baseline": 15}, KNOWN)
    assert form.values == {"baseline": 15}
    form.reset()
    assert form.values == {}
