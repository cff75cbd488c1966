"""The encrypted casebook: what it keeps, what it refuses, what it survives."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.conftest import PASSPHRASE
from workbench.domain.causes import Hypothesis, Weighing
from workbench.domain.data import Dataset, Edition
from workbench.domain.evidence import EvidenceCard
from workbench.domain.plan import Response
from workbench.domain.problem import Cycle, Problem
from workbench.errors import CasebookError, LostUpdateError, WrongKeyError
from workbench.services import records
from workbench.store import backups, engine, places
from workbench.store.casebook import Casebook
from workbench.store.restoring import restore

SECRET = "Westbrook-planted-words"


def seed(casebook: Casebook) -> Problem:
    problem = Problem(name=SECRET, concern=f"{SECRET} again")
    with casebook.changing("Seed") as unit:
        unit.add(problem)
        unit.add(Cycle(problem_id=problem.id))
    return problem


def test_record_comes_back_as_it_was_kept(casebook: Casebook) -> None:
    problem = seed(casebook)
    dataset = Dataset(problem_id=problem.id, name="Crime")
    edition = Edition(
        dataset_id=dataset.id, left_out=(("No date", 3),), notes=("a", "b"), rows_read=10, rows_in=7
    )
    with casebook.changing("Bring in") as unit:
        unit.add(dataset)
        unit.add(edition)
    assert records.all_of(casebook, Edition) == [edition]
    assert records.get(casebook, Problem, problem.id) == problem


def test_no_readable_string_in_file_wal_or_backup(casebook: Casebook) -> None:
    problem = seed(casebook)
    with casebook.changing("Keep bytes") as unit:
        key = unit.put([SECRET.encode() * 50])
        unit.add(EvidenceCard(problem_id=problem.id, name=SECRET, snapshot=key))
    backup = casebook.back_up()
    assert backup is not None
    files = [
        path
        for path in casebook.path.parent.rglob("*")
        if path.is_file() and not path.name.endswith(".lock")
    ]
    assert any(path.name.endswith("-wal") and path.stat().st_size for path in files)
    for path in files:
        data = path.read_bytes()
        assert SECRET.encode() not in data, path.name
        assert SECRET.encode("utf-16-le") not in data, path.name
        if not path.name.endswith(("-wal", "-shm")):
            assert b"SQLite format" not in data
        if not path.name.endswith("-shm"):
            longest = max((len(found) for found in re.findall(rb"[ -~]+", data)), default=0)
            assert longest < 24, f"{path.name} holds {longest} readable characters in a row"


def test_wrong_passphrase_is_said_and_nothing_harmed(casebook: Casebook, clock) -> None:
    problem = seed(casebook)
    casebook.close()
    before = casebook.path.read_bytes()
    with pytest.raises(WrongKeyError, match="does not open the casebook"):
        Casebook.open(casebook.path, "another", "PC B", clock)
    assert casebook.path.read_bytes() == before
    again = Casebook.open(casebook.path, PASSPHRASE, "PC B", clock)
    assert records.get(again, Problem, problem.id) == problem
    again.close()


def test_failed_unit_changes_nothing(casebook: Casebook) -> None:
    problem = seed(casebook)
    with pytest.raises(RuntimeError), casebook.changing("Fails") as unit:
        unit.replace(replace(problem, name="other"))
        raise RuntimeError
    assert records.get(casebook, Problem, problem.id) == problem
    with casebook.reading() as reader:
        assert [entry.label for entry in reader.entries()] == ["Seed"]


def test_removing_takes_what_hangs_on_it_and_empties_what_points(casebook: Casebook) -> None:
    problem = seed(casebook)
    hypothesis = Hypothesis(problem_id=problem.id, statement="X because Y")
    response = Response(problem_id=problem.id, name="Visit", hypothesis_id=hypothesis.id)
    card = EvidenceCard(problem_id=problem.id, name="Chart")
    weighing = Weighing(hypothesis_id=hypothesis.id, card_id=card.id)
    records.add_all(casebook, [hypothesis, response, card, weighing], "Add")
    changes = records.remove(casebook, hypothesis)
    assert records.get(casebook, Response, response.id).hypothesis_id is None
    assert records.all_of(casebook, Weighing) == []
    records.make_again(casebook, changes.undone())
    assert records.get(casebook, Response, response.id) == response
    assert records.all_of(casebook, Weighing) == [weighing]


def test_undo_over_another_edit_is_refused(casebook: Casebook) -> None:
    problem = seed(casebook)
    first = records.amend(casebook, Problem, problem.id, name="One")
    records.amend(casebook, Problem, problem.id, name="Two")
    with pytest.raises(LostUpdateError, match="Nothing was overwritten"):
        records.make_again(casebook, first.undone())
    assert records.get(casebook, Problem, problem.id).name == "Two"


@pytest.mark.parametrize(
    ("column", "value"),
    [("payload", None), ("label", "Seeb"), ("who", "PC B Khan"), ("at", None), ("hash", None)],
)
def test_one_altered_byte_in_the_log_is_found(casebook: Casebook, column: str, value) -> None:
    seed(casebook)
    casebook.checkpoint("Agreed with sergeant")
    assert casebook.faults() == []
    with casebook._engine.begin() as connection:
        if value is None:
            kept = connection.exec_driver_sql(
                f"SELECT {column} FROM change_log WHERE number = 1"
            ).scalar_one()
            value = kept[:-3] + ("x" if kept[-3] != "x" else "y") + kept[-2:]
            if column == "at":
                value = kept[:18] + ("1" if kept[18] != "1" else "2") + kept[19:]
        connection.exec_driver_sql(f"UPDATE change_log SET {column} = ? WHERE number = 1", (value,))
    assert casebook.faults()


def test_lines_cut_from_the_end_of_the_log_are_missed(casebook: Casebook) -> None:
    seed(casebook)
    casebook.checkpoint("Last")
    with casebook._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM change_log WHERE number = 2")
    assert casebook.faults() == ["The end of the log is missing or has been altered."]


def test_second_writer_is_told_who_holds_it(casebook: Casebook, clock) -> None:
    with pytest.raises(CasebookError, match="PC A Khan on .* has had it open since 2026-11-22"):
        Casebook.open(casebook.path, PASSPHRASE, "PC B", clock)


def test_passphrase_changes_and_old_one_no_longer_opens(casebook: Casebook, clock) -> None:
    problem = seed(casebook)
    with pytest.raises(WrongKeyError):
        casebook.change_passphrase("not it", "new words for it")
    casebook.change_passphrase(PASSPHRASE, "new words for it")
    assert records.get(casebook, Problem, problem.id) == problem
    assert casebook.faults() == []
    casebook.close()
    with pytest.raises(WrongKeyError):
        Casebook.open(casebook.path, PASSPHRASE, "PC B", clock)
    Casebook.open(casebook.path, "new words for it", "PC B", clock).close()


def test_backup_is_restored_and_the_replaced_casebook_kept(casebook: Casebook, clock) -> None:
    problem = seed(casebook)
    backup = casebook.back_up()
    assert backup is not None
    records.amend(casebook, Problem, problem.id, name="Later")
    with pytest.raises(CasebookError, match="open already"):
        restore(backup, casebook.path, PASSPHRASE, clock())
    casebook.close()
    with pytest.raises(WrongKeyError):
        restore(backup, casebook.path, "wrong", clock())
    aside = restore(backup, casebook.path, PASSPHRASE, clock())
    again = Casebook.open(casebook.path, PASSPHRASE, "PC A", clock)
    assert records.get(again, Problem, problem.id).name == SECRET
    again.close()
    old = Casebook.open(aside, PASSPHRASE, "PC A", clock)
    assert records.get(old, Problem, problem.id).name == "Later"
    old.close()


def test_backups_keep_ten_last_and_one_a_day(tmp_path: Path, clock) -> None:
    start = clock.now
    made = [
        backups.Backup(tmp_path / f"{hours}", start - timedelta(hours=hours))
        for hours in range(0, 24 * 60, 5)
    ]
    spare = backups.spare(made, start)
    kept = [backup for backup in made if backup not in spare]
    assert made[:10] == kept[:10]
    assert len({backup.at.date() for backup in kept}) == len(kept) - 10 + 3
    assert all(start - backup.at <= timedelta(days=30) for backup in kept)
    assert 31 <= len({backup.at.date() for backup in kept}) <= 31


def test_hourly_backup_waits_an_hour(casebook: Casebook, clock) -> None:
    assert casebook.back_up(always=False)
    seed(casebook)
    assert casebook.back_up(always=False) is None
    clock.now += timedelta(hours=1)
    assert casebook.back_up(always=False)


def test_idle_casebook_makes_no_copies(casebook: Casebook, clock) -> None:
    seed(casebook)
    assert casebook.back_up(always=False)
    for _ in range(12):
        clock.now += timedelta(hours=2)
        assert casebook.back_up(always=False) is None
    casebook.checkpoint("Changed again")
    assert casebook.back_up(always=False)


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (r"\\server\share\team.psolve", "network share"),
        ("//server/share/team.psolve", "network share"),
        (r"C:\Users\a\OneDrive - Force\team.psolve", "OneDrive"),
        ("/home/a/Dropbox/team.psolve", "Dropbox"),
        ("/home/a/Google Drive/team.psolve", "Google Drive"),
    ],
)
def test_shared_places_are_refused_with_the_reason(path: str, word: str) -> None:
    assert word in places.refusal(Path(path))


def test_refused_place_is_said_before_anything_is_written(tmp_path: Path, clock) -> None:
    with pytest.raises(CasebookError, match="OneDrive"):
        Casebook.create(tmp_path / "OneDrive" / "team.psolve", PASSPHRASE, "PC A", clock)
    assert list(tmp_path.iterdir()) == []
    assert places.refusal(tmp_path / "team.psolve") == ""


def test_data_of_an_undone_import_is_dropped_at_the_next_opening(casebook, clock) -> None:
    problem = seed(casebook)
    with casebook.changing("Bring in") as unit:
        content = unit.put([b"rows" * 1000])
        dataset = Dataset(problem_id=problem.id, name="Crime")
        unit.add(dataset)
        unit.add(Edition(dataset_id=dataset.id, content=content))
    undone = records.make_again(casebook, unit.changes.undone())
    records.make_again(casebook, undone.undone())  # redo finds its data still there
    with casebook.reading() as reader:
        assert reader.blob(content) == [b"rows" * 1000]
    records.make_again(casebook, undone)
    casebook.close()
    again = Casebook.open(casebook.path, PASSPHRASE, "PC A", clock)
    with again.reading() as reader, pytest.raises(Exception, match="not in the casebook"):
        reader.blob(content)
    again.close()


def test_newer_casebook_is_not_opened(casebook: Casebook, clock) -> None:
    with casebook._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE about SET value = '999' WHERE key = 'schema'")
    casebook.close()
    with pytest.raises(CasebookError, match="newer version"):
        Casebook.open(casebook.path, PASSPHRASE, "PC A", clock)


def test_file_is_no_plain_database(casebook: Casebook) -> None:
    seed(casebook)
    casebook.close()
    plain = sqlite3.connect(casebook.path)
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM sqlite_master").fetchall()
    plain.close()


KILLED = """
import sys
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from workbench.store.casebook import Casebook
from workbench.domain.problem import Problem
casebook = Casebook.open(Path(sys.argv[1]), sys.argv[2], "PC K", datetime.now)
for number in range(100000):
    with casebook.changing("Add problem") as unit:
        unit.add(Problem(name=str(number)))
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not on Windows")
def test_killed_in_the_middle_loses_nothing_that_was_committed(casebook, clock) -> None:
    casebook.close()
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(casebook.path), PASSPHRASE],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert child.stdout is not None
    told = [int(child.stdout.readline()) for _ in range(25)]
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    told += [int(line) for line in child.stdout.read().split()]
    child.stdout.close()
    again = Casebook.open(casebook.path, PASSPHRASE, "PC A", clock)
    kept = [int(problem.name) for problem in records.all_of(again, Problem)]
    assert kept[: len(told)] == told
    assert len(kept) <= len(told) + 1
    assert again.faults() == []
    again.close()


def test_copy_is_whole_or_not_there(casebook: Casebook, tmp_path: Path) -> None:
    seed(casebook)
    with casebook._engine.connect() as connection, pytest.raises(OSError, match="No such file"):
        read = connection.connection.driver_connection
        engine.copy(read, tmp_path / "no such folder" / "copy.psolve", casebook._key)
    assert not list(tmp_path.glob("**/*.part"))


def test_moment_is_named_while_another_thread_writes(casebook: Casebook) -> None:
    seed(casebook)
    holding, done = Event(), Event()

    def write() -> None:
        with casebook.changing("Slow") as unit:
            unit.set("slow", "1")
            holding.set()
            done.wait(0.3)

    writer = Thread(target=write)
    writer.start()
    holding.wait(5)
    casebook.checkpoint("before the meeting")
    writer.join()
    with casebook.reading() as reader:
        assert "before the meeting" in next(iter(reader.entries())).label


def test_nothing_committed_is_lost_when_the_passphrase_changes(casebook: Casebook, clock) -> None:
    problem = seed(casebook)
    holding, go = Event(), Event()

    def write() -> None:
        with casebook.changing("Slow") as unit:
            holding.set()
            go.wait(0.5)
            unit.replace(replace(problem, name="Written meanwhile"))

    writer = Thread(target=write)
    writer.start()
    holding.wait(5)
    casebook.change_passphrase(PASSPHRASE, "new words for it")
    writer.join()
    casebook.close()
    again = Casebook.open(casebook.path, "new words for it", "PC A Khan", clock)
    assert records.get(again, Problem, problem.id).name == "Written meanwhile"
    assert again.faults() == []
    again.close()


def test_passphrase_that_cannot_be_changed_leaves_the_old_one(
    casebook: Casebook, clock, monkeypatch
) -> None:
    problem = seed(casebook)

    def refuse(*_: object) -> None:
        raise PermissionError("the file is in use")

    monkeypatch.setattr("workbench.store.casebook.os.replace", refuse)
    with pytest.raises(CasebookError, match="old passphrase still"):
        casebook.change_passphrase(PASSPHRASE, "new words for it")
    assert records.get(casebook, Problem, problem.id) == problem
    assert not list(casebook.path.parent.glob("*.rekeyed"))
    casebook.close()
    Casebook.open(casebook.path, PASSPHRASE, "PC A Khan", clock).close()
