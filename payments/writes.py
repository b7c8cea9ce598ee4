"""What asking the provider leads to: a write, which the caller makes together with its last changes."""

from collections.abc import Callable

Write = Callable[[], None]
