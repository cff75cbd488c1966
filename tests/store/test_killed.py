"""Two writers, and work that is killed at any call: one lock, and a whole casebook at its path."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE, ROOT, Clock
from workbench.domain.problem import Problem
from workbench.errors import CasebookError, WrongKeyError
from workbench.services import records
from workbench.store.casebook import Casebook
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


# the lock

FIGHT = """
import sys
from datetime import datetime
from pathlib import Path
from workbench.errors import CasebookError
from workbench.store.change_log import Author
from workbench.store.lock import WriterLock
path, inside, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
won = both = 0
for _ in range(times):
    try:
        lock = WriterLock(path, Author("PC", "here"), datetime(2026, 11, 22))
    except CasebookError:
        continue
    try:
        inside.touch(exist_ok=False)
        won += 1
        inside.unlink()
    except FileExistsError:
        both += 1
    lock.release()
print(won, both)
"""


def fight(folder: Path, times: int) -> list[tuple[int, int]]:
    given = [str(folder / "team.psolve"), str(folder / "inside"), str(times)]
    fighters = [
        subprocess.Popen([sys.executable, "-c", FIGHT, *given], stdout=subprocess.PIPE, text=True,
                         cwd=ROOT)
        for _ in range(2)
    ]  # fmt: skip
    told = [fighter.communicate(timeout=250)[0].split() for fighter in fighters]
    return [(int(won), int(both)) for won, both in told]


def test_two_processes_never_hold_the_lock_at_once(tmp_path: Path) -> None:
    found = fight(tmp_path, 3_000)
    assert all(won for won, _ in found)
    assert [both for _, both in found] == [0, 0]


@pytest.mark.long
@pytest.mark.slow
def test_two_processes_fight_for_the_lock_a_hundred_thousand_times(tmp_path: Path) -> None:
    assert [both for _, both in fight(tmp_path, 50_000)] == [0, 0]


@needs_posix
def test_a_casebook_opens_once_whatever_link_leads_to_it(casebook: Casebook, clock: Clock) -> None:
    link = casebook.path.with_name("link.psolve")
    link.symlink_to(casebook.path)
    with pytest.raises(CasebookError, match="open already"):
        Casebook.open(link, PASSPHRASE, "PC B", clock)


@needs_posix
def test_a_link_into_a_synchronised_folder_is_noticed(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "plain").symlink_to(tmp_path / "OneDrive", target_is_directory=True)
    with pytest.raises(CasebookError, match="OneDrive"):
        Casebook.create(tmp_path / "plain" / "team.psolve", PASSPHRASE, "PC A", clock)


def test_a_restore_into_a_synchronised_folder_is_refused(
    casebook: Casebook, tmp_path: Path, clock: Clock
) -> None:
    backup = casebook.back_up()
    assert backup is not None
    (tmp_path / "OneDrive").mkdir()
    with pytest.raises(CasebookError, match="OneDrive"):
        restore(backup, tmp_path / "OneDrive" / "team.psolve", PASSPHRASE, clock())


@needs_posix
def test_files_are_for_their_owner_only(casebook: Casebook) -> None:
    add(casebook, "One")
    made = casebook.back_up()
    assert made is not None
    for path in (casebook.path, made, casebook.path.with_name(casebook.path.name + ".lock"),
                 casebook.path.with_name(casebook.path.name + "-wal")):  # fmt: skip
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


# killed at every call of the system

KILLABLE = """
import sys
from datetime import datetime
from pathlib import Path
work, path = sys.argv[1], Path(sys.argv[2])
from workbench.store.casebook import Casebook
from workbench.store.restoring import restore
from workbench.domain.problem import Problem
at = datetime(2026, 11, 23)
if work == "restore":
    restore(Path(sys.argv[3]), path, "four wet otters sing", at)
else:
    casebook = Casebook.open(path, "four wet otters sing", "PC K", lambda: at)
    if work == "passphrase":
        casebook.change_passphrase("four wet otters sing", "other words for it")
    elif work == "backup":
        casebook.back_up()
    casebook.close()
"""


def calls(folder: Path, given: list[str]) -> int:
    """How many calls that change files the work makes."""
    log = folder / "calls.txt"
    subprocess.run(
        ["strace", "-f", "-o", str(log), "-e", "trace=" + CHANGING, sys.executable, "-c", KILLABLE,
         *given], cwd=ROOT, check=True, timeout=120, capture_output=True,
    )  # fmt: skip
    return sum("team" in line for line in log.read_text(errors="replace").splitlines())


CHANGING = "rename,renameat,renameat2,unlink,unlinkat,link,linkat,ftruncate,openat"


@needs_posix
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("work", ["restore", "passphrase", "backup"])
def test_killed_at_any_call_leaves_a_whole_casebook(
    work: str, casebook: Casebook, tmp_path: Path, clock: Clock
) -> None:
    add(casebook, "Backed up")
    backup = casebook.back_up()
    assert backup is not None
    add(casebook, "Later")
    casebook.close()
    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.copy(casebook.path, kept / "team.psolve")
    shutil.copytree(backup.parent, kept / backup.parent.name)
    total = calls(tmp_path, [work, str(casebook.path), str(backup)])
    for number in range(1, total + 40, max(1, total // 16)):
        folder = tmp_path / f"{work}{number}"
        shutil.copytree(kept, folder)
        path = folder / "team.psolve"
        given = [work, str(path), str(folder / backup.parent.name / backup.name)]
        subprocess.run(
            ["strace", "-f", "-o", "/dev/null", "-e", "trace=" + CHANGING, "-P", str(folder),
             "-e", f"inject={CHANGING}:signal=KILL:when={number}", sys.executable, "-c", KILLABLE,
             *given], cwd=ROOT, timeout=120, capture_output=True, check=False,
        )  # fmt: skip
        allowed = ({"Backed up", "Later"}, {"Backed up"} if work == "restore" else {"-"})
        try:
            found = names(path, clock)
        except WrongKeyError:
            assert work == "passphrase"
            found = names(path, clock, "other words for it")
        assert found in allowed, number
        left = [one.name for one in folder.rglob("*") if one.name.endswith((".part", ".rekeyed"))]
        assert left == [], number
        shutil.rmtree(folder)


def test_what_killed_work_left_behind_is_swept(casebook: Casebook, clock: Clock) -> None:
    made = casebook.back_up()
    assert made is not None
    casebook.close()
    left = [
        casebook.path.with_name(casebook.path.name + end)
        for end in (".part", ".rekeyed", ".restored")
    ]
    left.append(made.with_name(made.name + ".part"))
    for path in left:
        path.write_bytes(b"half")
    names(casebook.path, clock)
    assert [path for path in left if path.exists()] == []


def test_a_restore_after_a_kill_keeps_what_lay_in_the_log_only(
    casebook: Casebook, tmp_path: Path, clock: Clock
) -> None:
    """As after a kill: units are in the write-ahead log and not yet in the file."""
    backup = casebook.back_up()
    assert backup is not None
    add(casebook, "In the log only")
    copied = tmp_path / "other" / "team.psolve"
    copied.parent.mkdir()
    for end in ("", "-wal"):
        shutil.copy(casebook.path.with_name(casebook.path.name + end),
                    copied.with_name(copied.name + end))  # fmt: skip
    aside = restore(backup, copied, PASSPHRASE, clock())
    assert names(copied, clock) == set()
    assert names(aside, clock) == {"In the log only"}
