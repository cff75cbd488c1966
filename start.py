"""Set up and open the workbench, or set up and test it; needs nothing but Python 3.11 or later.

python3 start.py              sets up once, then opens the workbench on the practice problem;
                              without a screen it writes the practice briefing to practice-pack
python3 start.py test [...]   sets up with the test tools, then runs every test
python3 start.py check        style, types and floors only
python3 start.py ANYTHING     sets up, then hands ANYTHING to the workbench's own command line
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PACK = "practice-pack"
OLDEST = (3, 11)

# What Qt loads when a window opens, and the Debian package that brings it.
DRAWING = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
}
SCREEN = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


class CannotStartError(Exception):
    """Why it goes no further, and what to do; shown as it is."""


def main(words: list[str]) -> int:
    """Do what was asked and return the exit status."""
    try:
        return go(words)
    except CannotStartError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130


def go(words: list[str]) -> int:
    """Set up for what was asked, and do it."""
    if sys.version_info < OLDEST:
        raise CannotStartError(
            f"This is Python {sys.version_info[0]}.{sys.version_info[1]}; the workbench needs "
            "3.11 or later. Nothing was changed.\n"
            "Install a newer Python from your software centre or python.org, and run this with it."
        )
    wanted = words[0] if words else ""
    if wanted == "test":
        set_up("test")
        need_libraries(DRAWING)
        given = [word for word in words[1:] if word != "--"]
        return run("-m", "pytest", *(given or ["-n", str(min(8, os.cpu_count() or 1))]))
    if wanted == "check":
        set_up("test")
        return check()
    set_up()
    if wanted:
        return run("-m", "workbench", *words)
    if not has_screen():
        print(f"There is no screen here, so the practice briefing is made as files in {PACK}.")
        return run("-m", "workbench", "practice", PACK)
    need_libraries({**DRAWING, **SCREEN})
    return run("-m", "workbench", "--practice")


def check() -> int:
    """Look at style, types and floors."""
    looks = (
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command as look; look()"),
    )
    return max([run(*look) for look in looks])


def set_up(extra: str = "") -> None:
    """Make .venv and install into it, unless that was done for this very pyproject.toml."""
    stamps = [VENV / f"set-up-{name}.txt" for name in ("test", extra or "run")]
    wanted = mark()
    if any(stamp.is_file() and stamp.read_text("utf-8") == wanted for stamp in stamps):
        return
    if not works():
        make_venv()
    print("Setting up: installing what the workbench needs (a few minutes, once) ...", flush=True)
    install = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--editable")
    if run(*install, f".[{extra}]" if extra else "."):
        raise CannotStartError(
            "What the workbench needs could not be installed; the reason stands above. "
            "No casebook was touched.\nIf this computer is offline or behind a proxy, connect it "
            "or set the proxy for pip. Then run the same command again: it goes on where it was."
        )
    stamps[-1].write_text(wanted, "utf-8")


def mark() -> str:
    """What an installation was made for: this pyproject.toml, in this folder."""
    told = (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()
    return hashlib.sha256(told).hexdigest()


def python() -> Path:
    """The Python of .venv."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works() -> bool:
    """Tell whether .venv is there, whole, and of a new enough Python."""
    if not python().exists():
        return False
    look = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    done = subprocess.run([str(python()), "-c", look], capture_output=True, check=False)
    return done.returncode == 0


def make_venv() -> None:
    """Make .venv afresh; Debian keeps what that needs in a package of its own."""
    print("Setting up: making .venv ...", flush=True)
    if importlib.util.find_spec("ensurepip") is None:
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        apt_get([version], "This Python cannot make a virtual environment")
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if done.returncode:
        raise CannotStartError(
            f"A virtual environment could not be made in {VENV}; the reason stands above. "
            "Nothing else was changed.\nCheck that this folder may be written to and has 2 GB "
            "free, and run the same command again."
        )


def has_screen() -> bool:
    """Tell whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def need_libraries(libraries: dict[str, str]) -> None:
    """See that the system's libraries for a window are there; Debian's are installed as root."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for name, package in libraries.items() if not loads(name)]
    if missing:
        apt_get(missing, "Some system libraries that a window needs are missing")


def loads(name: str) -> bool:
    """Tell whether the system has a library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def apt_get(packages: list[str], why: str) -> None:
    """Install Debian packages as root, or say the one line that does it."""
    found = shutil.which("apt-get")
    line = f"sudo apt-get install --yes {' '.join(packages)}"
    if found is None:
        raise CannotStartError(
            f"{why}. Nothing was changed.\nInstall what your system calls these Debian packages, "
            f"and run the same command again: {' '.join(packages)}"
        )
    if os.name == "nt" or os.geteuid() != 0:
        raise CannotStartError(f"{why}. Nothing was changed. Run this line, then start again:\n"
                               f"{line}")  # fmt: skip
    print(f"{why}: installing {' '.join(packages)} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["update"], ["install", "--yes", "--no-install-recommends", *packages])
    for step in steps:
        done = subprocess.run([found, "-qq", *step], env=quiet, check=False)
    if done.returncode:
        raise CannotStartError(f"{why}, and they could not be installed; the reason stands above.\n"
                               f"When the computer is online, run this line, then start again:\n"
                               f"{line}")  # fmt: skip


def run(*words: str) -> int:
    """Run the Python of .venv in this folder and return its exit status."""
    return subprocess.run([str(python()), *words], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
