"""What every test can ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from workbench.store.casebook import Casebook

PASSPHRASE = "four wet otters sing"

# A busy machine is no fault of the code, and one tree must always give one answer. To look
# further than the same examples each time: HYPOTHESIS_PROFILE=explore.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data beside the project; tests that need it are skipped without it."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the folder ../shared with the real data is not here")
    return SHARED


@pytest.fixture(scope="session")
def sample() -> Path:
    """The small openly licensed samples kept with the tests."""
    return ROOT / "tests" / "data"


class Clock:
    """A clock that the tests set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Sunday 22 November 2026, a second later at each look."""
    return Clock()


@pytest.fixture
def casebook(tmp_path: Path, clock: Clock) -> Iterator[Casebook]:
    """A real, encrypted, empty casebook in a temporary folder."""
    made = Casebook.create(tmp_path / "team.psolve", PASSPHRASE, "PC A Khan", clock)
    yield made
    made.close()
