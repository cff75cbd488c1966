"""The Python that runs the programs we are compared to, kept apart from our own.

``pandas``, ``scikit-learn``, ``esda``, ``libpysal`` and ``pointpats`` are no part of the workbench.
The first benchmark that wants them makes a virtual environment in the cache folder below the
system's temporary one and installs them there; later ones find it. ``--others PYTHON`` names one
that has them already. The versions are the last that run on Python 3.11.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

WANTED = (
    "pandas>=3", "pyarrow", "scipy", "scikit-learn", "esda==2.9.0", "libpysal==4.14.1",
    "pointpats==2.5.5",
)  # fmt: skip
FOLDER = Path(tempfile.gettempdir()) / "workbench-benchmarks"
ROOT = Path(__file__).resolve().parents[1]


def python(named: str = "") -> str:
    """The Python to use; made when none is named and none is there."""
    if named:
        return named
    here = FOLDER / "others"
    found = here / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (here / "ready").is_file():
        print(f"Making an environment for the other programs in {here} ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(here)], check=True)
        subprocess.run([str(found), "-m", "pip", "install", "-q", *WANTED], check=True)
        (here / "ready").touch()
    return str(found)


def run(python_: str, code: str, *words: str) -> list[float]:
    """What a fresh process prints, as numbers."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [python_, "-c", code, *words], cwd=ROOT, env=env, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr)
    return [float(word) for word in done.stdout.split()]
