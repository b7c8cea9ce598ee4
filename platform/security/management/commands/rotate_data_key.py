"""`manage.py rotate_data_key`: a new DATA_KEY takes the place of an earlier one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from security.keys import wrap_again, wrapped_before


class Command(BaseCommand):
    """Wrap every person's key with the current DATA_KEY. Nothing sealed is touched."""

    help = (
        "Wrap the keys of sealed columns with DATA_KEY, after its earlier value was moved to"
        " DATA_KEYS_BEFORE. May be stopped and run again; the site stays in use meanwhile."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Show progress, then say whether DATA_KEYS_BEFORE can be emptied."""
        total = wrapped_before().count()
        if not total:
            self.stdout.write(
                "Every key is wrapped with DATA_KEY. DATA_KEYS_BEFORE can be emptied."
            )
            return
        done = left = 0
        for wrapped, unopened in wrap_again():
            done, left = done + wrapped, left + unopened
            self.stdout.write(f"{done} of {total} keys")
        if left:
            raise CommandError(
                f"{left} keys are wrapped by a key that is neither DATA_KEY nor in"
                " DATA_KEYS_BEFORE. Add that key, then run this again."
            )
        self.stdout.write("Done. DATA_KEYS_BEFORE can be emptied.")
