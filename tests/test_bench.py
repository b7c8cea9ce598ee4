"""The benchmark is run by hand: this tells when a name that it uses has moved."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.ROOT)
IMPORT_ALL = """
import importlib, django
django.setup()
for name in {names!r}:
    importlib.import_module(name)
"""


def test_every_module_of_the_benchmark_can_be_imported() -> None:
    names = [f"tests.bench.{path.stem}" for path in sorted((ROOT / "tests" / "bench").glob("*.py"))]
    names = [
        name for name in names if not name.endswith("__")
    ]  # the package, and the command itself
    paths = os.pathsep.join([str(ROOT), str(ROOT / "platform")])
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL.format(names=names)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert len(names) > 10
    assert done.returncode == 0, done.stderr
