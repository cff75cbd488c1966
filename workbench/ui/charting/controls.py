"""The control for one parameter of a question, and its value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from workbench.ui import theme
from workbench.ui.charting.areas_picker import AreasPicker

if TYPE_CHECKING:
    from workbench.analysis.kind import Parameter, Value

WIDEST = 1_000_000


@dataclass(frozen=True)
class Known:
    """What choices can be made from: months and kinds of the data, named areas of the problem."""

    months: Sequence[date] = ()
    types: Sequence[str] = ()
    areas: Sequence[tuple[str, tuple[str, ...]]] = field(default=())


@dataclass(frozen=True)
class Control:
    """A widget, how to read its value, and how to hear of a change."""

    widget: QWidget
    value: Callable[[], Value]
    heard: Callable[[Callable[[], object]], object]


def control(parameter: Parameter, value: Value, known: Known) -> Control:
    """The control of a parameter, showing a value; an unknown kind is a line of text."""
    makers: dict[str, Callable[[Parameter, Any, Known], Control]] = {
        "choice": _choice,
        "whole": _whole,
        "number": _number,
        "yes": _yes,
        "month": _month,
        "type": _type,
        "areas": _areas,
        "text": _line,
    }
    made = makers.get(parameter.kind, _line)(parameter, value, known)
    made.widget.setAccessibleName(parameter.label)
    made.widget.setAccessibleDescription(parameter.hint)
    made.widget.setToolTip(parameter.hint)
    return made


def narrow(box: QComboBox) -> QComboBox:
    """A list that may be narrower than its longest line."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(9)
    box.setMinimumWidth(theme.px(96))
    return box


def _chosen(pairs: Sequence[tuple[object, str]], value: object) -> Control:
    """A list of values and their words; values are told apart by place, for Qt loses tuples."""
    box = narrow(QComboBox())
    values = [one for one, _ in pairs]
    box.addItems([words for _, words in pairs])
    box.setCurrentIndex(values.index(value) if value in values else 0)
    read: Callable[[], Any] = lambda: values[max(0, box.currentIndex())]  # noqa: E731
    return Control(box, read, lambda does: box.currentIndexChanged.connect(lambda _at: does()))


def _choice(parameter: Parameter, value: Value, _known: Known) -> Control:
    return _chosen(parameter.choices, value)


def _type(_parameter: Parameter, value: Value, known: Known) -> Control:
    return _chosen([("", "All kinds"), *((one, one) for one in known.types)], value or "")


def _month(parameter: Parameter, value: Value, known: Known) -> Control:
    from workbench.analysis.words import month

    none = "First month" if "Empty: the first month" in parameter.hint else "None"
    pairs = [(day.isoformat()[:7], month(day)) for day in known.months]
    return _chosen([(None, none), *pairs], value)


def _areas(_parameter: Parameter, value: Value, known: Known) -> Control:
    picker = AreasPicker(known.areas, tuple(value) if isinstance(value, (list, tuple)) else ())
    return Control(picker, lambda: picker.codes, picker.changed.connect)


def _whole(parameter: Parameter, value: Value, _known: Known) -> Control:
    """A whole number; one step below the least stands for none, where there need not be one."""
    box, optional = QSpinBox(), parameter.default is None
    least = int(parameter.low or 0)
    none = max(0, least - 1) if optional else least
    box.setRange(none, int(parameter.high or WIDEST))
    if optional:
        box.setSpecialValueText("Not set")
    box.setValue(int(value) if isinstance(value, (int, float)) else none)
    box.setKeyboardTracking(False)
    box.lineEdit().setTextMargins(6, 0, 0, 0)

    def read() -> Value:
        return None if optional and box.value() == none else box.value()

    return Control(box, read, lambda does: box.valueChanged.connect(lambda _n: does()))


def _number(parameter: Parameter, value: Value, _known: Known) -> Control:
    box = QDoubleSpinBox()
    low = parameter.low if parameter.low is not None else -WIDEST
    high = parameter.high if parameter.high is not None else WIDEST
    box.setRange(low, high)
    box.setDecimals(2)
    box.setValue(float(value) if isinstance(value, (int, float)) else 0.0)
    box.setKeyboardTracking(False)
    box.lineEdit().setTextMargins(6, 0, 0, 0)
    return Control(box, box.value, lambda does: box.valueChanged.connect(lambda _n: does()))


def _yes(parameter: Parameter, value: Value, _known: Known) -> Control:
    box = QCheckBox(parameter.label)
    box.setChecked(bool(value))
    return Control(box, box.isChecked, lambda does: box.toggled.connect(lambda _on: does()))


def _line(_parameter: Parameter, value: Value, _known: Known) -> Control:
    line = QLineEdit("" if value is None else str(value))
    return Control(line, line.text, line.editingFinished.connect)
