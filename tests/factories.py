"""People and work for tests, made by the same services that the pages call."""

import hashlib
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.signup.services import create_administrator, create_consultant, create_member
from consultants.items import Audience
from consultants.models import Consultant
from consultants.profile.services import change_audience, change_item
from core.viewer import Viewer, acting_as, identity_of
from organizations.lessons.services import read_all
from organizations.models import DnsState, Membership, Organization, Role, Verification
from organizations.registration import services as organizations
from organizations.verification import services as checks

PASSWORD = "a long test passphrase"
_numbers = itertools.count(1)


def viewer_of(user: User) -> Viewer:
    """Return the viewer that the middleware makes of this person."""
    membership = Membership.objects.filter(user=user).first()
    return Viewer(user.pk, membership.organization_id if membership else None, user.kind)


@contextmanager
def acting(user: User) -> Iterator[Viewer]:
    """Act as this person, as a request of theirs does."""
    viewer = viewer_of(user)
    with acting_as(identity_of(viewer)):
        yield viewer


def signed_in(user: User) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(user, backend="accounts.backends.NameOrAddressBackend")
    return client


def make_consultant(
    working_name: str = "Test Person", *, audience: Audience = Audience.ONLY_ME, **items: Any
) -> Consultant:
    """Return a consultant with these items, all with one audience."""
    user = create_consultant(f"consultant-{next(_numbers)}", password=PASSWORD)
    consultant = Consultant.objects.get(user=user)
    with acting(user):
        for name, value in {"name": working_name, **items}.items():
            change_item(consultant.profile, name, value=value, actor=user)
            if audience != Audience.ONLY_ME:
                change_audience(consultant.profile, name, audience=audience, actor=user)
    return Consultant.objects.get(pk=consultant.pk)


def make_administrator() -> User:
    """Return somebody at the desk."""
    return create_administrator(f"desk-{next(_numbers)}@desk.example", password=PASSWORD)


def make_member(
    organization: Organization | None = None,
    *,
    role: str = Role.COORDINATOR,
    limited: bool = False,
    name: str = "",
    has_read: bool = True,
) -> User:
    """Return a member who has read the lessons: the owner of a new unchecked organization, or a colleague.

    A second owner would end the check of the organization, as it does for real ones.
    """
    number = next(_numbers)
    word = _word(number)
    user = create_member(f"member-{number}@{word}.example", password=PASSWORD)
    confirm_address(user)
    if organization is None:
        organizations.register(
            actor=user,
            name=name or f"Organization {word}",
            website=f"https://{word}.example/",
            country="US",
            about="Exists for a test.",
            kind="service",
            own_name="Test Member",
            title="Coordinator",
        )
    else:
        Membership.objects.create(
            organization=organization,
            user=user,
            name="Test Member",
            title="Colleague",
            role=role,
            limited=limited,
        )
    if has_read:
        read_all(actor=user)
    return User.objects.get(pk=user.pk)


def _word(number: int) -> str:
    """Return a word that looks like no other: numbered names would be taken for each other."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:12]


def confirm_address(user: User) -> None:
    """Mark a work address as confirmed, as following the mailed link does."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def check(organization: Organization, *, kind: str = "service") -> Organization:
    """Let two administrators find, by three kinds of proof, that the organization is real."""
    first, second = make_administrator(), make_administrator()
    row = show_proofs(organization, administrator=first)
    for administrator in (first, second):
        checks.decide(row, actor=administrator, decision="real", kind=kind, note="")
    return Organization.objects.get(pk=organization.pk)


def show_proofs(organization: Organization, *, administrator: User) -> Verification:
    """Show three kinds of proof in the open check of an organization, or in a new one."""
    row = organization.checks.filter(state="waiting").first()
    if row is None:
        owner = organization.memberships.filter(role=Role.OWNER).select_related("user").get()
        row = checks.open_check(organization, actor=owner.user)
    found = {
        "register": ("Register of an invented country", "T-1"),
        "call_back": ("Its letters", ""),
    }
    for kind, (source, number) in found.items():
        checks.note_proof(row, actor=administrator, kind=kind, source=source, number=number)
    with acting_as("job:organizations.look_at_dns"), transaction.atomic():
        checks.record_look(row.pk, DnsState.FOUND)
    return row


def make_colleague(organization: Organization | None = None) -> User:
    """Return somebody who may leave: a coordinator of a checked organization that keeps its owner."""
    return make_member(organization or make_checked_member().membership.organization)


def make_checked_member(*, kind: str = "service") -> User:
    """Return the owner of a checked organization."""
    member = make_member()
    check(member.membership.organization, kind=kind)
    return User.objects.get(pk=member.pk)
