#!/usr/bin/env python
"""Django's command line, with both source roots on the path."""

import os
import sys
from pathlib import Path

OWNER_COMMANDS = {
    "migrate",
    "sqlmigrate",
    "makemigrations",
    "createcachetable",
    "flush",
    "dbshell",
    "verify_consent",
    "clock",
}


def main() -> None:
    """Run a command; those that change tables connect as the owner."""
    root = Path(__file__).resolve().parent
    sys.path[:0] = [str(root), str(root / "platform")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
