"""The second wall of the work: raw rows of contracts and signatures, as the web role."""

import pytest
from guardian.shortcuts import assign_perm

from core.viewer import acting_as
from engagements.models import Contract, Signature
from tests.engagements.work import Work
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
)
from tests.refusals import hidden, refused

pytestmark = pytest.mark.django_db


def seen() -> tuple[int, int]:
    return Contract.objects.count(), Signature.objects.count()


def test_both_sides_read_them(work: Work) -> None:
    for user in (
        work.person,
        work.member,
        make_member(work.engagement.organization, role="viewer"),
    ):
        with acting(user):
            assert seen() == (1, 2)


def test_nobody_else_does(work: Work) -> None:
    for user in (make_checked_member(), make_consultant().user, make_administrator()):
        with acting(user):
            assert seen() == (0, 0)
    organization_id = work.engagement.organization_id
    stranger = make_checked_member()
    for identity in ("", "anyone", "job:notices.mail", "case:1", f"user:{stranger.pk}+org:{organization_id}"):  # fmt: skip
        with acting_as(identity):
            assert seen() == (0, 0), identity


def test_a_narrowed_member_reads_the_work_they_are_named_on(work: Work) -> None:
    other = Work(member=work.member)
    other.start()
    member = make_member(work.engagement.organization, role="viewer", limited=True)
    with acting(member):
        assert seen() == (0, 0)
    assign_perm("view_engagement", member, work.engagement)
    with acting(member):
        assert seen() == (1, 2)
        assert Contract.objects.get().engagement_id == work.engagement.pk


def test_jobs_see_what_their_policy_names_and_change_nothing_else(work: Work) -> None:
    with acting_as("job:payments.send_transfer"):
        assert seen() == (1, 0)
        assert Contract.objects.update(state="completed") == 0
    with acting_as("job:engagements.approve_overdue"):
        assert seen()[0] == 1


def test_a_stranger_neither_changes_nor_signs(work: Work) -> None:
    contract = Work().agree()
    stranger = make_checked_member()
    with acting(stranger):
        assert Contract.objects.update(state="declined") == 0
        with refused(hidden("engagements_signature")):
            Signature.objects.create(
                contract=contract, side="organization", signed_by=stranger,
                typed_name="Not a side", sha256=contract.sha256,
            )  # fmt: skip
