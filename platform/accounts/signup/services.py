"""Making accounts. Joining pages, the demo world and commands all come through here."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts.models import Kind, User
from accounts.signals import consultant_joined
from core.codes import new_code


@transaction.atomic
def create_consultant(username: str, *, password: str, language: str = "en") -> User:
    """Open a pseudonymous account with an empty, hidden profile."""
    user = User(username=username, kind=Kind.CONSULTANT, language=language)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    consultant_joined.send(sender=User, user=user)
    return user


@transaction.atomic
def create_member(email: str, *, password: str, language: str = "en") -> User:
    """Open an account for somebody who acts for an organization, known by a work address."""
    return _create_with_email(email, Kind.MEMBER, password=password, language=language)


@transaction.atomic
def create_administrator(email: str, *, password: str, language: str = "en") -> User:
    """Open an account for somebody at the desk."""
    return _create_with_email(email, Kind.ADMINISTRATOR, password=password, language=language)


def _create_with_email(email: str, kind: Kind, *, password: str, language: str) -> User:
    email = email.lower()
    user = User(username=hidden_username(), email=email, kind=kind, language=language)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    # nobody gets here with an address that was not theirs: the link to join went there
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def hidden_username() -> str:
    """Members sign in by address; the user name only has to be theirs alone."""
    return f"m-{new_code()}"


def is_known(email: str) -> bool:
    """Whether an account has this address."""
    return User.objects.filter(email__iexact=email).exists()
