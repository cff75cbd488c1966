"""How long until the first window stands, against an empty PySide6 window.

Each run is a fresh Python, first the one and then the other; the medians are compared.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
RUNS = 9
EMPTY = """
import time
begun = time.perf_counter()
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(620, 560)
window.show()
app.processEvents()
window.grab()
print(time.perf_counter() - begun)
"""
OURS = """
import sys, tempfile, time
from pathlib import Path
begun = time.perf_counter()
from PySide6.QtWidgets import QApplication
from workbench.ui.preferences import Preferences
from workbench.ui.run import Desktop
app = QApplication([])
with tempfile.TemporaryDirectory() as folder:
    desktop = Desktop(app, Preferences(Path(folder) / "preferences.ini"))
    desktop.begin()
    app.processEvents()
    desktop.start.grab()
    print(time.perf_counter() - begun)
    heavy = {"sqlalchemy", "sqlcipher3", "matplotlib", "polars", "numpy", "scipy", "docx"}
    print(len(sys.modules), *sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
    desktop.start.close()
"""


def run(code: str) -> list[str]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def main() -> None:
    empty, ours, loaded = [], [], ""
    for _ in range(RUNS + 1):  # the first pair warms the disk and is not counted
        empty.append(float(run(EMPTY)[0]))
        told = run(OURS)
        ours.append(float(told[0]))
        loaded = told[1]
    ratio = median(ours[1:]) / median(empty[1:])
    modules, *heavy = loaded.split()
    print(f"an empty window      {median(empty[1:]):6.3f} s   median of {RUNS}")
    print(f"our first window     {median(ours[1:]):6.3f} s   median of {RUNS}")
    print(f"ratio                {ratio:6.2f}     target: at most 2")
    print(f"modules loaded       {modules}, of the heavy ones: {', '.join(heavy) or 'none'}")


if __name__ == "__main__":
    main()
