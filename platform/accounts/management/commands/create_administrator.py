"""Open an account for the desk from the command line: there is no page for it."""

from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.signup.services import create_administrator, is_known


class Command(BaseCommand):
    """Ask for an address and a password."""

    help = "Open an account for an administrator (asks for an address and a password)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make the account, or say in a sentence why not."""
        email = input("Work e-mail: ").strip()
        password = getpass("Password (15 characters or more): ")
        try:
            validate_email(email)
            if is_known(email):
                raise CommandError("This address has an account already.")
            create_administrator(email, password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write("Done. Sign in at /in/.")
