"""With checks of the application taken out, one by one and all at once, no page gives an item away."""

import sys
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from consultants import access_cases, people_codes, visibility
from consultants.blocks.services import block_person
from consultants.consent_scope import Purpose, Scope
from consultants.consents.services import give
from consultants.items import ITEMS, Audience
from consultants.models import Consultant
from consultants.people_codes import code_for
from core import permissions as core_permissions
from core import views as core_views
from engagements import permissions as work_permissions
from engagements.models.engagement import EngagementQuerySet
from engagements.models.invitation import InvitationQuerySet
from engagements.models.posting import PostingQuerySet
from organizations import lookups as organizations
from tests.conftest import as_owner
from tests.engagements.work import Work
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
)

pytestmark = pytest.mark.django_db

SECRETS = {
    "name": "canary-name",
    "pronouns": "canary-pronouns",
    "introduction": "canary-introduction",
    "rate": 7_171_700,
    "past_work": "canary-past",
    "reference": "canary-reference",
    "statement": "canary-statement",
    "email": "canary@mail.example",
    "phone": "+1 555 7171717",
    "legal_name": "canary-legal",
    "address": "canary-address",
}
SIGNS = (b"canary", b"71,717", b"71717")


def true(*_args: object, **_more: object) -> bool:
    return True


def nothing(*_args: object, **_more: object) -> None:
    return None


def everything(rows, *_args: object, **_more: object):
    return rows.all()


def wherever(function: Callable[..., object]) -> list[tuple[object, str]]:
    """Every module that took this function by its name."""
    found = []
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if value is function:
                found.append((module, name))
    return found


def any_person(code: str, *, organization_id: int) -> int | None:
    """Read a code of any organization as if it were one's own."""
    from organizations.models import Organization

    for one in Organization.objects.values_list("pk", flat=True):
        found = real_person(code, organization_id=one)
        if found:
            return found
    return None


real_person = people_codes.consultant_id_from

CHECKS: dict[str, list[tuple[Callable[..., object], Callable[..., object]]]] = {
    "require": [(core_permissions.require, nothing)],
    "who may enter a view": [(core_views._may_enter, true)],
    "codes of people": [(real_person, any_person)],
    "may_invite": [(visibility.may_invite, true)],
    "the quota": [(visibility.may_open, true)],
    "powers": [
        (getattr(work_permissions, name), true)
        for name in dir(work_permissions)
        if name.startswith(("can_", "has_", "_stands", "_is_named"))
    ],
    "organizations": [
        (organizations.pages_for, lambda _viewer: organizations.Organization.objects.all())
    ],
}
METHODS = {
    "engagements": EngagementQuerySet,
    "interests and invitations": InvitationQuerySet,
    "projects": PostingQuerySet,
}


class Scene:
    """One person with every item shown to one organization, and those who may see none of it."""

    def __init__(self) -> None:
        self.consultant = make_consultant("canary-name", audience=Audience.PICKED)
        from consultants.profile.services import change_audience, change_item

        with acting(self.consultant.user):
            for name, value in SECRETS.items():
                change_item(self.consultant.profile, name, value=value, actor=self.consultant.user)
                change_audience(
                    self.consultant.profile,
                    name,
                    audience=Audience.PICKED,
                    actor=self.consultant.user,
                )
        self.work = Work(consultant=self.consultant)
        self.work.start()
        organization = self.work.member.membership.organization
        with acting(self.consultant.user):
            self.consent = give(
                self.consultant, organization=organization, actor=self.consultant.user,
                scope=Scope(items=frozenset(SECRETS), purpose=Purpose.WORK),
            )  # fmt: skip
        self.blocked = make_member(organization)
        with acting(self.consultant.user):
            block_person(self.consultant, person=self.blocked, actor=self.consultant.user)
        self.stranger = make_checked_member()
        asking = make_administrator()
        with acting(asking):
            self.case = access_cases.ask(
                self.consultant.code, items=frozenset({"email"}), reason="x", actor=asking
            )
        self.others = {
            "stranger": self.stranger,
            "blocked": self.blocked,
            "unchecked": make_member(),
            "consultant": make_consultant("Other").user,
            "administrator": asking,
            "anyone": None,
        }

    def clients(self) -> Iterator[tuple[str, Client]]:
        """Yield everybody who may see none of it, signed in."""
        for who, user in self.others.items():
            client = Client(raise_request_exception=False)
            if user is not None:
                client.force_login(user, backend="accounts.backends.NameOrAddressBackend")
            yield who, client

    def codes(self) -> list[str]:
        """Every code of something that has to do with the person."""
        organizations_ids = [
            one.membership.organization_id for one in (self.stranger, self.work.member)
        ]
        return [
            *(code_for(one, self.consultant.pk) for one in organizations_ids),
            self.consultant.code,
            self.work.posting.code,
            self.work.engagement.code,
            self.consent.code,
            self.case.code,
            self.work.member.membership.organization.code,
        ]

    def addresses(self) -> Iterator[str]:
        """Every address of the resolver, with each code in its place."""
        for pattern in patterns(get_resolver().url_patterns):
            if "<" not in pattern:
                yield "/" + pattern
                continue
            for code in self.codes():
                filled = pattern.replace("<str:code>", code).replace("<slug:code>", code)
                filled = filled.replace("<slug:name>", "email").replace("<int:number>", "1")
                if "<" not in filled:
                    yield "/" + filled


def patterns(found, before: str = "") -> Iterator[str]:
    for one in found:
        here = before + str(one.pattern)
        if isinstance(one, URLPattern):
            if here not in ("leave/", "out/"):
                yield here
        else:
            yield from patterns(one.url_patterns, here)


def take_out(patch: pytest.MonkeyPatch, check: str) -> None:
    """Remove one check everywhere."""
    if check in METHODS:
        patch.setattr(METHODS[check], "visible_to", everything)
        return
    for function, instead in CHECKS[check]:
        for module, name in wherever(function):
            patch.setattr(module, name, instead)


def given_away(scene: Scene, addresses: list[str]) -> list[str]:
    found = []
    for who, client in scene.clients():
        for address in addresses:
            if who == "blocked" and address.endswith("/contract/"):
                continue  # a signed contract names its two sides to both, whoever is blocked later
            response = client.get(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            if any(sign in body for sign in SIGNS):
                found.append(f"{who}: {address} {response.status_code}")
    return found


@pytest.mark.parametrize("check", [*CHECKS, *METHODS])
def test_without_this_check_nothing_leaks(check: str, monkeypatch) -> None:
    scene = Scene()
    take_out(monkeypatch, check)
    person = code_for(scene.stranger.membership.organization_id, scene.consultant.pk)
    theirs = code_for(scene.work.member.membership.organization_id, scene.consultant.pk)
    work, posting = scene.work.engagement.code, scene.work.posting.code
    addresses = [
        *(f"/org/people/{code}/{page}" for code in (person, theirs) for page in ("", "invite/", "ask/")),
        "/org/people/", f"/org/people/{theirs}/photo/", f"/c/{scene.consultant.code}/",
        f"/org/projects/{posting}/", f"/projects/{posting}/", "/jobs/", f"/jobs/{work}/",
        f"/jobs/{work}/terms/", "/home/", "/org/", "/profile/", "/sharing/see-as/?audience=1",
        f"/permissions/{scene.consent.code}/", "/looked/", f"/desk/access/{scene.case.code}/",
    ]  # fmt: skip
    assert given_away(scene, addresses) == []


@pytest.mark.slow
def test_without_any_of_them_nothing_leaks_from_any_address(monkeypatch) -> None:
    scene = Scene()
    for check in [*CHECKS, *METHODS]:
        take_out(monkeypatch, check)
    scene.others = {who: scene.others[who] for who in ("stranger", "blocked")}
    addresses = list(scene.addresses())
    assert len(addresses) > 200
    assert given_away(scene, addresses) == []


def test_the_walk_can_see_what_is_shown() -> None:
    scene = Scene()
    scene.others = {"member": scene.work.member, "owner": scene.consultant.user}
    theirs = code_for(scene.work.member.membership.organization_id, scene.consultant.pk)
    assert given_away(scene, [f"/org/people/{theirs}/", "/profile/"]) == [
        f"member: /org/people/{theirs}/ 200",
        "owner: /profile/ 200",
    ]


def test_every_item_but_lists_and_choices_has_a_canary() -> None:
    chosen = {"expertise", "languages", "region", "availability", "photo"}
    assert SECRETS.keys() | chosen == {item.name for item in ITEMS}
    with as_owner():
        assert not Consultant.objects.exists()
