"""Timing several sides in one run, turn by turn, so that a busy moment hits all of them."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

Call = Callable[[], Any]


def milliseconds(call: Call) -> float:
    """Return how long one call takes."""
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def processor_milliseconds(call: Call) -> float:
    """Return how long one call keeps this process at work, without what it waits for."""
    begun = time.process_time()
    call()
    return (time.process_time() - begun) * 1000


def medians(
    sides: Mapping[str, Call], *, rounds: int, took_by: Callable[[Call], float] = milliseconds
) -> dict[str, float]:
    """Return each side's median."""
    took: dict[str, list[float]] = {name: [] for name in sides}
    for call in sides.values():
        call()
    gc.collect()
    gc.disable()
    try:
        for _round in range(rounds):
            for name, call in sides.items():
                took[name].append(took_by(call))
    finally:
        gc.enable()
    return {name: statistics.median(times) for name, times in took.items()}


def print_table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Print rows as Markdown, numbers with one or two places."""
    print(f"\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(_said(cell) for cell in row)} |")


def _said(cell: Any) -> str:
    if not isinstance(cell, float):
        return str(cell)
    return f"{cell:.2f}" if cell < 100 else f"{cell:,.0f}"
