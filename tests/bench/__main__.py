"""`make bench`: run every `bench_*.py` here and gather what they measured in `build/bench.json`.

A benchmark is a module with `measure(earlier) -> dict`; its name is its key in the report. `python -m
tests.bench consent` runs only that one and leaves the others' figures as they are.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from tests.bench import database

HERE = Path(__file__).parent
REPORT = database.ROOT / "build" / "bench.json"


def main(wanted: list[str]) -> None:
    """Run the benchmarks asked for, or all, and write the report after each."""
    database.set_up()
    for name in wanted or names():
        if name not in names():
            raise SystemExit(f"There is no benchmark {name}: choose from {', '.join(names())}.")
        report = read()
        module = importlib.import_module(f"tests.bench.bench_{name}")
        report[name] = module.measure(report.get(name, {}))
        write(report)
        print(f"\n{name}: written to {REPORT.relative_to(database.ROOT)}")


def names() -> list[str]:
    """Return the benchmarks there are."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def read() -> dict[str, Any]:
    """Return what earlier runs measured."""
    return dict(json.loads(REPORT.read_text())) if REPORT.exists() else {}


def write(report: dict[str, Any]) -> None:
    """Store the report, figures with three places."""
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(_rounded(report), indent=2) + "\n")


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return round(value, 3) if isinstance(value, float) else value


if __name__ == "__main__":
    main(sys.argv[1:])
