"""Where things lie: `platform/` is a source root, tests mirror sources, and pages of `docs/` name real files."""

import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.ROOT)
APPS = [ROOT / name for name in ("consultants", "engagements", "payments")] + [
    folder for folder in (ROOT / "platform").iterdir() if (folder / "__init__.py").is_file()
]


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


def test_the_tests_mirror_the_source_tree() -> None:
    """A folder of tests below an app's folder names a package or a module of that app."""
    strays = [
        str(folder.relative_to(ROOT))
        for app in APPS
        for folder in (ROOT / "tests" / app.name).glob("*/")
        if list(folder.glob("test_*.py"))
        and not (app / folder.name).is_dir()
        and not (app / f"{folder.name}.py").is_file()
    ]
    assert strays == []


def test_the_docs_name_files_that_exist() -> None:
    files = _run("git", "ls-files", "--cached", "--others", "--exclude-standard").split()
    missing = [
        f"{page}: {named}"
        for page in files
        if page.endswith(".md") and page != "CHANGELOG.md"
        for named in re.findall(
            r"`([\w./-]+\.(?:py|sql|html|toml|json|txt|css|js|typ|md))`", (ROOT / page).read_text()
        )
        if not any(f"/{file}".endswith(f"/{named}") for file in files)
    ]
    assert missing == []


def _run(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
