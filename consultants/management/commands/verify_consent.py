"""`manage.py verify_consent`: has a row of the consent ledger been changed, or taken out?"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from consultants.consent_log_verification import Fault, faults_of
from consultants.models import ConsentEvent, Consultant

AT_ONCE = 500


class Command(BaseCommand):
    """Check one chain or all; end with an error when something is wrong."""

    help = "Check the consent ledger: tell every row that was changed or is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """One person or everybody: nothing is checked by accident."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--consultant", metavar="CODE", help="the chain of one consultant")
        which.add_argument("--all", action="store_true", help="the chains of everybody")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print each fault on a line of its own, then what was looked at."""
        refuse_to_look_blind()
        people = Consultant.objects.order_by("pk")
        if not options["all"]:
            people = people.filter(code=options["consultant"])
            if not people:
                raise CommandError("There is no consultant with this code.")
        total, done, wrong = people.count(), 0, 0
        pairs = people.values_list("pk", "code").iterator()
        for codes in batches(pairs):
            for fault in faults_of(list(codes)):
                wrong += 1
                self.stdout.write(in_words(fault, codes))
            done += len(codes)
            self.stderr.write(f"{done:,} of {total:,} chains looked at")
        if wrong:
            raise CommandError(f"{wrong:,} rows are not as they were written.")
        rows = ConsentEvent.objects.filter(consultant__in=people).count()
        self.stdout.write(f"All {rows:,} rows of {total:,} chains are as they were written.")


def refuse_to_look_blind() -> None:
    """Row policies hide every chain from the web role, which would then find nothing wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active('consultants_consentevent')")
        (is_blind,) = cursor.fetchone()
    if is_blind:
        raise CommandError("This needs the owner of the tables: set DATABASE_ROLE=owner.")


def batches(pairs: Iterator[tuple[int, str]]) -> Iterator[dict[int, str]]:
    """Take so many people at a time."""
    while codes := dict(islice(pairs, AT_ONCE)):
        yield codes


def in_words(fault: Fault, codes: dict[int, str]) -> str:
    """Write a fault as a line; the code is the one that the page of this person carries."""
    return f"{codes[fault.consultant_id]}: row {fault.number} {fault.problem}"
