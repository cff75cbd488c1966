"""Whatever dies, moves or breaks: the casebook at its path is whole, and what happened is said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE, ROOT, Clock
from workbench.domain.problem import Problem
from workbench.errors import CasebookError, DamagedError, GoneError, WrongKeyError
from workbench.services import records
from workbench.store import backups, engine
from workbench.store.casebook import Casebook
from workbench.store.change_log import Author
from workbench.store.lock import WriterLock
from workbench.store.restoring import restore

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and links of POSIX")


def add(casebook: Casebook, name: str) -> Problem:
    problem = Problem(name=name)
    with casebook.changing("Add problem") as unit:
        unit.add(problem)
    return problem


def names(path: Path, clock: Clock, passphrase: str = PASSPHRASE) -> set[str]:
    found = Casebook.open(path, passphrase, "PC A", clock)
    try:
        assert found.faults() == []
        return {one.name for one in records.all_of(found, Problem)}
    finally:
        found.close()


def damage(path: Path, page: int) -> None:
    """Alter one byte of a page."""
    with path.open("r+b") as file:
        file.seek(page * 4096 + 100)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 0xFF]))


# backups


def test_backups_of_any_name_are_found_again(tmp_path: Path, clock: Clock) -> None:
    casebook = Casebook.create(tmp_path / "Team [north] *.psolve", PASSPHRASE, "PC A", clock)
    made = casebook.back_up()
    found = backups.found(casebook.path, backups.folder_of(casebook.path))
    assert [one.path for one in found] == [made]
    casebook.close()


def test_a_clock_that_was_wrong_once_stops_nothing(casebook: Casebook, clock: Clock) -> None:
    right = clock.now
    clock.now = datetime(2030, 1, 1)
    add(casebook, "Under a wrong clock")
    assert casebook.back_up(always=False)
    clock.now = right + timedelta(hours=2)
    add(casebook, "Under the right one")
    assert casebook.back_up(always=False)


def test_copies_dated_ahead_do_not_push_out_the_others(tmp_path: Path, clock: Clock) -> None:
    ahead = [backups.Backup(tmp_path / f"a{n}", datetime(2030, 1, 1, n)) for n in range(20)]
    made = [backups.Backup(tmp_path / f"b{n}", clock.now - timedelta(hours=n)) for n in range(10)]
    spare = backups.spare([*ahead, *made], clock.now)
    assert not set(made) & set(spare)


def test_copies_take_no_more_than_their_room(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "ROOM", 350)
    made = []
    for hours in range(8):
        path = tmp_path / f"{hours}"
        path.write_bytes(b"x" * 100)
        made.append(backups.Backup(path, clock.now - timedelta(hours=hours)))
    assert [one for one in made if one not in backups.spare(made, clock.now)] == made[:3]


def test_a_backup_of_a_damaged_casebook_is_not_called_good(
    casebook: Casebook, clock: Clock
) -> None:
    for number in range(60):
        add(casebook, f"Problem {number} " + "long " * 200)
    good = casebook.back_up()
    assert good is not None
    casebook.close()
    pages = casebook.path.stat().st_size // 4096
    whole = casebook.path.read_bytes()
    for page in range(1, pages, max(1, pages // 15)):
        casebook.path.write_bytes(whole)
        damage(casebook.path, page)
        with pytest.raises(CasebookError, match="damaged"):
            opened_and_backed_up(casebook.path, clock)
        assert good.exists()


def opened_and_backed_up(path: Path, clock: Clock) -> None:
    opened = Casebook.open(path, PASSPHRASE, "PC A", clock)
    try:
        opened.back_up()
    finally:
        opened.close()


def test_a_damaged_backup_is_not_restored(casebook: Casebook, clock: Clock) -> None:
    for number in range(60):
        add(casebook, f"Problem {number} " + "long " * 200)
    made = casebook.back_up()
    assert made is not None
    casebook.close()
    damage(made, made.stat().st_size // 4096 - 2)
    with pytest.raises(DamagedError, match="not restored"):
        restore(made, casebook.path, PASSPHRASE, clock())
    assert len(names(casebook.path, clock)) == 60


def test_a_file_where_the_folder_should_be_is_said(casebook: Casebook) -> None:
    backups.folder_of(casebook.path).write_text("no folder")
    with pytest.raises(CasebookError, match="a file stands in its place"):
        casebook.back_up()


def test_the_log_tells_of_backups_and_of_the_passphrase(casebook: Casebook, clock: Clock) -> None:
    made = casebook.back_up()
    assert made is not None
    casebook.change_passphrase(PASSPHRASE, "other words for it")
    with casebook.reading() as reader:
        labels = [entry.label for entry in reader.entries()]
    assert labels[0] == "Passphrase changed"
    assert labels[1] == f"Backup made: {made.name}, tested"
    clock.now += timedelta(hours=5)
    casebook.back_up()
    clock.now += timedelta(hours=5)
    assert casebook.back_up(always=False) is None  # a backup is no change to be backed up


# gone while it is open


@needs_posix
@pytest.mark.parametrize("how", ["deleted", "moved", "replaced", "folder renamed"])
def test_a_casebook_that_goes_while_open_saves_nothing_more_and_is_rescued(
    how: str, tmp_path: Path, clock: Clock
) -> None:
    folder = tmp_path / "casebooks"
    casebook = Casebook.create(folder / "team.psolve", PASSPHRASE, "PC A", clock)
    add(casebook, "Saved")
    match how:
        case "deleted":
            casebook.path.unlink()
        case "moved":
            casebook.path.rename(tmp_path / "elsewhere.psolve")
        case "replaced":
            casebook.path.unlink()
            casebook.path.write_bytes(b"something else")
        case _:
            folder.rename(tmp_path / "renamed")
    with pytest.raises(GoneError, match="no longer in"):
        add(casebook, "Not saved")
    with pytest.raises(GoneError):
        casebook.checkpoint("Not named")
    with pytest.raises((GoneError, CasebookError)):
        casebook.back_up()
    casebook.rescue(tmp_path / "rescued.psolve")
    casebook.close()
    assert names(tmp_path / "rescued.psolve", clock) == {"Saved"}
    if how == "deleted":
        assert not casebook.path.exists()


# opening


@pytest.mark.parametrize("content", [b"", b"1234567", b"x" * 4000])
def test_a_file_too_small_to_be_one_is_called_damaged(
    tmp_path: Path, clock: Clock, content: bytes
) -> None:
    path = tmp_path / "team.psolve"
    path.write_bytes(content)
    with pytest.raises(DamagedError, match="empty or cut off"):
        Casebook.open(path, PASSPHRASE, "PC A", clock)
    assert path.read_bytes() == content


def test_a_plain_database_is_no_casebook(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "team.psolve"
    path.write_bytes(b"SQLite format 3\0" + bytes(8000))
    with pytest.raises(DamagedError, match="not a casebook"):
        Casebook.open(path, PASSPHRASE, "PC A", clock)


def test_a_schema_that_is_no_number_is_said(casebook: Casebook, clock: Clock) -> None:
    with casebook._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE about SET value = 'four' WHERE key = 'schema'")
    casebook.close()
    with pytest.raises(DamagedError, match="is no number"):
        Casebook.open(casebook.path, PASSPHRASE, "PC A", clock)


def test_damage_is_told_from_a_wrong_passphrase_by_a_backup(
    casebook: Casebook, clock: Clock
) -> None:
    made = casebook.back_up()
    assert made is not None
    casebook.close()
    damage(casebook.path, 0)
    with pytest.raises(DamagedError, match="The passphrase is right"):
        Casebook.open(casebook.path, PASSPHRASE, "PC A", clock)
    with pytest.raises(WrongKeyError):
        Casebook.open(casebook.path, "not it at all", "PC A", clock)


def test_names_that_are_too_long_and_folders_are_said(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(CasebookError):
        Casebook.create(tmp_path / ("long" * 120 + ".psolve"), PASSPHRASE, "PC A", clock)
    with pytest.raises(CasebookError):
        Casebook.open(tmp_path / ("long" * 120 + ".psolve"), PASSPHRASE, "PC A", clock)
    (tmp_path / "folder.psolve").mkdir()
    with pytest.raises(CasebookError, match="no casebook"):
        Casebook.open(tmp_path / "folder.psolve", PASSPHRASE, "PC A", clock)


def test_letters_of_one_look_are_one_passphrase(tmp_path: Path, clock: Clock) -> None:
    words = "café naïve élan vital"
    for number, form in enumerate(("NFC", "NFD")):
        path = tmp_path / f"{number}.psolve"
        Casebook.create(path, unicodedata.normalize(form, words), "PC A", clock).close()
        for typed in ("NFC", "NFD"):
            names(path, clock, unicodedata.normalize(typed, words))


@pytest.mark.parametrize("words", ["", "   "])
def test_an_empty_passphrase_is_refused(casebook: Casebook, clock: Clock, words: str) -> None:
    with pytest.raises(CasebookError, match="passphrase is empty"):
        Casebook.create(casebook.path.with_name("b.psolve"), words, "PC A", clock)
    with pytest.raises(CasebookError, match="passphrase is empty"):
        casebook.change_passphrase(PASSPHRASE, words)


FULL = """
import resource, signal, sys
from datetime import datetime
from pathlib import Path
from workbench.store.casebook import Casebook
from workbench.domain.problem import Problem
from workbench.errors import CasebookError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
casebook = Casebook.open(Path(sys.argv[1]), "four wet otters sing", "PC F", datetime.now)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for number in range(200):
        with casebook.changing("Add problem") as unit:
            unit.add(Problem(name="x" * 20_000))
except CasebookError as error:
    print(error)
"""


@needs_posix
def test_a_disk_without_room_is_said_and_nothing_is_lost(casebook: Casebook, clock: Clock) -> None:
    add(casebook, "Before")
    casebook.close()
    done = subprocess.run([sys.executable, "-c", FULL, str(casebook.path)], cwd=ROOT, text=True,
                          capture_output=True, check=True, timeout=60)  # fmt: skip
    assert "safe" in done.stdout, done.stderr
    assert "Before" in names(casebook.path, clock)


@needs_posix
def test_the_lock_goes_with_whoever_is_killed(casebook: Casebook, clock: Clock) -> None:
    casebook.close()
    holding = (
        "import sys, time\nfrom datetime import datetime\nfrom pathlib import Path\n"
        "from workbench.store.casebook import Casebook\n"
        "c = Casebook.open(Path(sys.argv[1]), sys.argv[2], 'PC K', datetime.now)\n"
        "print('open', flush=True)\ntime.sleep(60)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", holding, str(casebook.path), PASSPHRASE],
                             stdout=subprocess.PIPE, cwd=ROOT)  # fmt: skip
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert names(casebook.path, clock) == set()


def test_a_lock_without_words_is_still_a_lock(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "a", Author("PC", "here"), datetime(2026, 1, 1))
    (tmp_path / "a.lock").write_bytes(b"[]")
    with pytest.raises(CasebookError, match="another program"):
        WriterLock(tmp_path / "a", Author("PD", "there"), datetime(2026, 1, 1))
    lock.release()
    assert not (tmp_path / "a.lock").exists()


def test_the_key_and_engine_find_nothing_to_mend_in_a_whole_copy(casebook: Casebook) -> None:
    from workbench.store import proving

    add(casebook, "One")
    assert engine.emptied(casebook.path, casebook._key)
    assert proving.faults(casebook.path, casebook._key) == []
