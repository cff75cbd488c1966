"""The rules of a casebook are changed like anything else: logged, and undone."""

from __future__ import annotations

from workbench.domain.setting import Setting
from workbench.services import records
from workbench.services.settings import set_smallest_count, smallest_count
from workbench.store.casebook import Casebook


def test_smallest_count_has_its_line_in_the_log_and_is_undone(casebook: Casebook) -> None:
    assert smallest_count(casebook) == 5
    first = set_smallest_count(casebook, 7)
    second = set_smallest_count(casebook, 10)
    assert smallest_count(casebook) == 10
    assert len(records.all_of(casebook, Setting)) == 1
    with casebook.reading() as reader:
        assert [entry.label for entry in reader.entries()] == ["Set the smallest count"] * 2
    records.make_again(casebook, second.undone())
    assert smallest_count(casebook) == 7
    records.make_again(casebook, first.undone())
    assert smallest_count(casebook) == 5


def test_setting_what_holds_already_changes_nothing(casebook: Casebook) -> None:
    assert not set_smallest_count(casebook, 5)
    set_smallest_count(casebook, 8)
    assert not set_smallest_count(casebook, 8)
