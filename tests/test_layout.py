"""`platform/` is a source root: as a package it would hide Python's own module of that name."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.ROOT)


def test_pythons_own_platform_module_stays_visible_in_the_projects_root() -> None:
    command = [sys.executable, "-c", "import platform; print(platform.system())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_no_python_file_lies_directly_in_platform() -> None:
    assert list((ROOT / "platform").glob("*.py")) == []


def test_the_apps_are_top_level_packages() -> None:
    import config
    import core

    assert Path(core.__file__).is_relative_to(ROOT / "platform")
    assert config.__name__ == "config"
