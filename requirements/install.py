"""Make `.venv` from one lock file, checked hash by hash: `python requirements/install.py local`.

Runs before anything is installed, so it uses Python's own library only. A second run with an
unchanged lock does nothing.
"""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed-lock"
OLDEST = (3, 11)


def main(name: str) -> None:
    """Bring `.venv` to the lock `requirements/<name>.txt`."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed; this is {sys.version.split()[0]}."
        )
    if is_installed(name):
        return
    if not (VENV / "bin" / "python").exists():
        make_environment()
    install(name)
    STAMP.write_text(f"{name} {fingerprint(name)}\n")


def lock(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def fingerprint(name: str) -> str:
    return hashlib.sha256(lock(name).read_bytes()).hexdigest()


def is_installed(name: str) -> bool:
    """Whether the environment has this lock, or a larger one with the same versions."""
    if not STAMP.exists() or not (VENV / "bin" / "python").exists():
        return False
    installed, _, mark = STAMP.read_text().strip().partition(" ")
    return (
        lock(installed).exists()
        and mark == fingerprint(installed)
        and pins(name) <= pins(installed)
    )


def pins(name: str) -> set[str]:
    return set(re.findall(r"^[\w.\[\]-]+==[^\s;\\]+", lock(name).read_text(), re.MULTILINE))


def make_environment() -> None:
    """Make the virtual environment, or say which part of Python is missing."""
    print("· virtual environment (.venv)", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], check=False, capture_output=True, text=True
    )
    if made.returncode:
        words = (made.stdout + made.stderr).strip().splitlines()
        sys.exit(
            f"The virtual environment could not be made; on Debian install python3-venv. {words[-1] if words else ''}"
        )


def install(name: str) -> None:
    """Install just what the lock names, hash by hash; nothing is resolved anew.

    Without `--no-deps`, older pips look up packages that another asks for with an extra and refuse
    the whole lock as soon as a newer release of one appears.
    """
    print(f"· packages of requirements/{name}.txt (a minute or two the first time)", flush=True)
    command = [
        str(VENV / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
    ]
    command += ["--no-input", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    command += ["-r", str(lock(name))]
    if subprocess.run(command, check=False, cwd=ROOT).returncode:
        sys.exit(
            "The packages could not be installed: see the lines above. Check the network and the free disk space, then try again."
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "local")
