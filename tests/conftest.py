"""What every test can ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
