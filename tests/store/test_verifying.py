"""Each way in which somebody with the passphrase may rewrite the log is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Clock
from workbench.domain.data import Dataset, Edition
from workbench.domain.problem import Problem
from workbench.services import records
from workbench.store import change_log
from workbench.store.casebook import Casebook


def filled(casebook: Casebook, clock: Clock) -> None:
    """A few lines, a backup in their middle, and a few more."""
    problem = Problem(name="Missing from homes")
    with casebook.changing("Add problem") as unit:
        unit.add(problem)
    with casebook.changing("Bring in") as unit:
        content = unit.put([b"rows" * 500])
        dataset = Dataset(problem_id=problem.id, name="Crime")
        unit.add(dataset)
        unit.add(Edition(dataset_id=dataset.id, content=content))
    records.amend(casebook, Problem, problem.id, name="Missing from three homes")
    assert casebook.back_up()
    records.amend(casebook, Problem, problem.id, name="Missing from four homes")


def run(casebook: Casebook, sql: str, *values: Any) -> None:
    with casebook._engine.begin() as connection:
        connection.exec_driver_sql(sql, values)


def lines(casebook: Casebook) -> list[dict[str, Any]]:
    with casebook._engine.begin() as connection:
        found = connection.execute(change_log.schema.change_log.select().order_by("number"))
        return [dict(row) for row in found.mappings()]


def relink(casebook: Casebook) -> None:
    """Chain every line again over what it says now, and put the head right."""
    previous = change_log.START
    for line in lines(casebook):
        line["payload_hash"] = change_log._sha(line["payload"] or "")
        line["previous"] = previous
        previous = change_log._link(line)
        run(casebook, "UPDATE change_log SET payload_hash = ?, previous = ?, hash = ? WHERE number"
            " = ?", line["payload_hash"], line["previous"], previous, line["number"])  # fmt: skip
    run(casebook, "UPDATE about SET value = ? WHERE key = 'head'", previous)


def cut(casebook: Casebook) -> None:
    """Cut the end off and put the head back."""
    kept = lines(casebook)[1]
    run(casebook, "DELETE FROM touched WHERE number > ?", kept["number"])
    run(casebook, "DELETE FROM change_log WHERE number > ?", kept["number"])
    run(casebook, "UPDATE about SET value = ? WHERE key = 'head'", kept["hash"])


def rewrite(casebook: Casebook) -> None:
    """Say that somebody else did it, and chain the log again."""
    run(casebook, "UPDATE change_log SET who = 'PC Other' WHERE number = 1")
    relink(casebook)


def tell_otherwise(casebook: Casebook) -> None:
    """Change what a line says was changed, and chain the log again."""
    told = lines(casebook)[0]["payload"].replace("Missing from homes", "Found at once")
    run(casebook, "UPDATE change_log SET payload = ? WHERE number = 1", told)
    relink(casebook)


def change_record(casebook: Casebook) -> None:
    run(casebook, "UPDATE problem SET name = 'All is well'")


def add_record(casebook: Casebook) -> None:
    with casebook._engine.begin() as connection:
        row = dict(connection.exec_driver_sql("SELECT * FROM problem").mappings().one())
        row["id"] = "0" * 32
        marks, heads = ", ".join("?" for _ in row), ", ".join(f'"{name}"' for name in row)
        connection.exec_driver_sql(
            f"INSERT INTO problem ({heads}) VALUES ({marks})", tuple(row.values())
        )


def drop_record(casebook: Casebook) -> None:
    run(casebook, "DELETE FROM edition")


def change_bytes(casebook: Casebook) -> None:
    run(casebook, "UPDATE blob SET data = ?", b"other rows")


def change_touched(casebook: Casebook) -> None:
    run(casebook, "DELETE FROM touched WHERE number = 1")


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (cut, "its end was cut off"), (rewrite, "the log was rewritten since"),
        (tell_otherwise, "the log was rewritten since"), (change_record, "changed past the log"),
        (add_record, "not in the log at all"), (drop_record, "has gone, past the log"),
        (change_bytes, "Kept data has been altered"), (change_touched, "touched has been altered"),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)  # fmt: skip
def test_every_rewriting_is_named(
    casebook: Casebook, clock: Clock, attack: Callable[[Casebook], None], said: str
) -> None:
    filled(casebook, clock)
    assert casebook.verified().faults == ()
    attack(casebook)
    assert any(said in fault for fault in casebook.verified().faults), casebook.verified().faults


def test_emptied_lines_are_told_and_are_no_fault(casebook: Casebook, clock: Clock) -> None:
    filled(casebook, clock)
    run(casebook, "UPDATE change_log SET payload = NULL WHERE number = 1")
    found = casebook.verified()
    assert found.faults == ()
    assert "1 line no longer says what was changed" in found.notes[0]


def test_an_honest_casebook_says_since_when_it_is_anchored(
    casebook: Casebook, clock: Clock
) -> None:
    assert "No backup could be compared" in casebook.verified().notes[0]
    filled(casebook, clock)
    found = casebook.verified()
    assert (found.faults, found.anchors, found.notes) == ((), 1, ())
    assert found.since is not None
    problem = records.all_of(casebook, Problem)[0]
    changed = records.amend(casebook, Problem, problem.id, name="Again")
    records.make_again(casebook, changed.undone())
    assert casebook.verified().faults == ()


def test_backups_under_an_old_passphrase_are_said_not_to_count(
    casebook: Casebook, clock: Clock
) -> None:
    filled(casebook, clock)
    casebook.change_passphrase("four wet otters sing", "other words for it")
    found = casebook.verified()
    assert found.faults == ()
    assert found.anchors == 0
    assert casebook.back_up()
    assert "1 of the backups could not be read" in casebook.verified().notes[0]


def test_the_end_of_the_log_is_a_short_code(casebook: Casebook, clock: Clock) -> None:
    assert casebook.log_end() == "no line"
    filled(casebook, clock)
    last = lines(casebook)[-1]
    assert casebook.log_end() == f"line {last['number']}, {last['hash'][:12]}"
    assert json.loads(last["payload"])
