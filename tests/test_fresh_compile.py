"""What the program is built on compiles without a word where nothing was compiled before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

# Compiled before the first test by whoever ran it once; on a new machine it never was.
READS = """
import workbench.briefings.writers.pdf, workbench.briefings.writers.word
import workbench.charts.sheet, workbench.services.papers, workbench.services.asking
import workbench.intake.opening, workbench.intake.boundaries, workbench.store.casebook
import workbench.ui.main_window, workbench.briefings.preview
"""


def test_modules_compile_afresh_without_a_warning(tmp_path: Path) -> None:
    """Python warns of a bad escape when it compiles, and where warnings are errors it stops."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    told = {**ours, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONPATH": str(ROOT)}
    strict = [
        "-W", "error::SyntaxWarning", "-W", "error:invalid escape sequence",
        "-W", "error:invalid decimal literal",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, *strict, "-c", READS], env=told, capture_output=True, text=True,
        timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3_000:]
    assert any(tmp_path.rglob("*.pyc")), "nothing was compiled, so nothing was tried"


def test_warnings_of_the_compiler_are_not_passed_over() -> None:
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    line = next(line for line in settings.splitlines() if line.startswith("filterwarnings"))
    assert "SyntaxWarning" not in line
