"""What an interest shows and for how long, who is told, and what the database refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from consultants.items import Audience, Tie
from consultants.models import Consent, Consultant, MayInvite, Profile, Standing
from consultants.people_codes import code_for
from consultants.profile.services import pause
from consultants.visibility import card_for
from core.errors import NotAllowed, Refused
from core.models import Event
from engagements.invitations import services
from engagements.models import Engagement, Interest, Invitation, Posting
from engagements.postings.services import close
from notices.models import Notice
from organizations.models import Role
from tests.conftest import as_owner
from tests.engagements.invitations.test_invitations import without_tokens
from tests.engagements.work import make_posting
from tests.factories import acting, make_checked_member, make_consultant, make_member, signed_in
from tests.refusals import refused

pytestmark = pytest.mark.django_db
OK, FOUND, MISSING, NOT_SO, CONFLICT = 200, 302, 404, 405, 409


def interested(posting: Posting, consultant: Consultant, *items: str, note: str = "") -> Interest:
    with acting(consultant.user):
        return services.show_interest(
            posting, actor=consultant.user, items=frozenset(items), note=note
        )


def take_back(interest: Interest) -> None:
    actor = interest.consultant.user
    with acting(actor):
        services.withdraw_interest(interest, actor=actor)


def invited(posting: Posting, member: User, consultant: Consultant | None = None) -> Invitation:
    consultant = consultant or make_consultant("Nila Sol", audience=Audience.CHECKED)
    Consultant.objects.filter(pk=consultant.pk).update(may_invite=MayInvite.CHECKED)
    with acting(member):
        return services.invite(posting, consultant=consultant, actor=member)


def tie_of(posting: Posting, consultant: Consultant) -> int | None:
    with as_owner():
        row = Standing.objects.get(organization_id=posting.organization_id, consultant=consultant)
    return row.tie


def seen_by(member: User, consultant: Consultant) -> dict[str, Any] | None:
    with acting(member):
        card = card_for(consultant.pk)
    return dict(card.items) if card else None


class TestWhatIsShown:
    def test_an_interest_is_talking_and_lasts_ninety_days(
        self, member: User, posting: Posting
    ) -> None:
        consultant = make_consultant("Nila Sol", rate=9_000)
        interested(posting, consultant, "rate")
        assert tie_of(posting, consultant) == Tie.TALKING
        with as_owner():
            given = Consent.objects.get()
            profile = Profile.objects.get(pk=consultant.pk)
        assert given.valid_until.date() == (timezone.now() + timedelta(days=90)).date()
        assert (profile.name_audience, profile.rate_audience) == (Audience.PICKED,) * 2

    def test_nobody_else_sees_what_was_shown(self, posting: Posting) -> None:
        consultant = make_consultant("Nila Sol", rate=9_000)
        interested(posting, consultant, "rate")
        assert seen_by(make_checked_member(), consultant) is None

    def test_taking_it_back_ends_what_was_shown(self, member: User, posting: Posting) -> None:
        consultant = make_consultant("Nila Sol", rate=9_000)
        interest = interested(posting, consultant, "rate")
        assert seen_by(member, consultant) == {"name": "Nila Sol", "rate": 9_000}
        take_back(interest)
        assert seen_by(member, consultant) is None
        assert tie_of(posting, consultant) is None

    def test_another_interest_keeps_what_it_showed(self, member: User, posting: Posting) -> None:
        consultant = make_consultant("Nila Sol", rate=9_000)
        interest = interested(posting, consultant, "rate")
        interested(make_posting(member), consultant)
        take_back(interest)
        assert seen_by(member, consultant) == {"name": "Nila Sol", "rate": 9_000}
        assert tie_of(posting, consultant) == Tie.TALKING

    def test_an_interest_taken_back_can_be_shown_again(self, posting: Posting) -> None:
        consultant = make_consultant("Nila Sol")
        take_back(interested(posting, consultant))
        interested(posting, consultant)
        assert sorted(Interest.objects.values_list("state", flat=True)) == ["sent", "withdrawn"]

    def test_only_items_with_a_value_can_be_picked(self, posting: Posting) -> None:
        client = signed_in(make_consultant("Nila Sol", rate=9_000).user)
        path = f"/projects/{posting.code}/interest/"
        page = client.get(path).content.decode()
        assert 'value="rate"' in page
        assert 'value="statement"' not in page
        assert 'value="name"' not in page
        assert "Error:" in client.post(path, {"items": ["statement"]}).content.decode()
        assert not Interest.objects.exists()

    def test_a_paused_person_is_told_to_come_back_first(self, posting: Posting) -> None:
        consultant = make_consultant("Nila Sol")
        with acting(consultant.user):
            pause(consultant, actor=consultant.user)
        with pytest.raises(Refused, match="paused"):
            interested(posting, consultant)
        assert not Interest.objects.exists()

    def test_who_pauses_later_is_not_on_the_organizations_page(
        self, member: User, posting: Posting
    ) -> None:
        consultant = make_consultant("Nila Sol")
        interested(posting, consultant, note="A note of mine")
        client, path = signed_in(member), f"/org/projects/{posting.code}/"
        assert "A note of mine" in client.get(path).content.decode()
        with acting(consultant.user):
            pause(consultant, actor=consultant.user)
        page = client.get(path).content.decode()
        assert "Nila Sol" not in page
        assert "A note of mine" not in page

    def test_a_closed_project_stays_readable_for_who_is_interested(
        self, member: User, posting: Posting
    ) -> None:
        interest = interested(posting, make_consultant("Nila Sol"))
        with acting(member):
            close(posting, actor=member)
        path = f"/projects/{posting.code}/"
        page = signed_in(interest.consultant.user).get(path).content.decode()
        assert "Take my interest back" in page
        for other in (Client(), signed_in(make_consultant("Other Person").user)):
            assert other.get(path).status_code == MISSING

    def test_what_people_write_is_shown_as_text(self, member: User, posting: Posting) -> None:
        interested(posting, make_consultant("<b>Nila</b>"), note="<script>alert(1)</script>")
        page = signed_in(member).get(f"/org/projects/{posting.code}/").content.decode()
        assert "<script>alert" not in page
        assert "<b>Nila" not in page
        assert "&lt;script&gt;alert" in page


class TestWhoLearnsOfIt:
    def test_those_who_arrange_are_told_and_nobody_else(
        self, member: User, posting: Posting
    ) -> None:
        coordinator = make_member(posting.organization, role=Role.COORDINATOR)
        make_member(posting.organization, role=Role.VIEWER)
        make_member(posting.organization, role=Role.FINANCE)
        make_member(posting.organization, role=Role.COORDINATOR, limited=True)
        interested(posting, make_consultant("Nila Sol"))
        told = Notice.objects.filter(page="org_project", code=posting.code)
        assert {row.user_id for row in told} == {member.pk, coordinator.pk}

    def test_a_narrowed_colleague_sees_no_names(self, posting: Posting) -> None:
        interested(posting, make_consultant("Nila Sol"))
        colleague = make_member(posting.organization, role=Role.COORDINATOR, limited=True)
        page = signed_in(colleague).get(f"/org/projects/{posting.code}/").content.decode()
        assert "Nila Sol" not in page

    def test_nobody_answers_for_somebody_else(self, member: User, posting: Posting) -> None:
        invitation, other = invited(posting, member), make_consultant("Other Person").user
        for answer in (services.accept_invitation, services.decline_invitation):
            with acting(other), pytest.raises(NotAllowed):
                answer(invitation, actor=other)
        interest = interested(make_posting(member), make_consultant("Third Person"))
        with acting(other), pytest.raises(NotAllowed):
            services.withdraw_interest(interest, actor=other)

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.FINANCE])
    def test_only_those_who_arrange_find_the_page_to_invite(
        self, member: User, posting: Posting, role: str
    ) -> None:
        consultant = invited(posting, member).consultant
        code = code_for(posting.organization_id, consultant.pk)
        colleague = signed_in(make_member(posting.organization, role=role))
        for answer in (
            colleague.get(f"/org/people/{code}/invite/"),
            colleague.post(f"/org/people/{code}/invite/", {"posting": posting.code}),
        ):
            assert answer.status_code == MISSING
        assert Invitation.objects.count() == 1

    def test_saying_no_tells_nobody(self, member: User, posting: Posting) -> None:
        invitation = invited(posting, member)
        before = Notice.objects.count()
        with acting(invitation.consultant.user):
            services.decline_invitation(invitation, actor=invitation.consultant.user)
        assert Notice.objects.count() == before

    def test_every_step_leaves_an_event_with_its_side(self, member: User, posting: Posting) -> None:
        consultant = make_consultant("Nila Sol")
        interest = interested(posting, consultant)
        with acting(member):
            services.answer_interest(interest, actor=member)
        steps = Event.objects.filter(subject__in=["engagements.interest", "engagements.engagement"])
        assert list(steps.order_by("pk").values_list("name", "by", "actor_id")) == [
            ("sent", "consultant", consultant.user_id),
            ("moved", "organization", member.pk),
            ("opened", "organization", member.pk),
        ]


class TestInvitations:
    def test_a_closed_project_takes_its_invitations_back(
        self, member: User, posting: Posting
    ) -> None:
        invitation = invited(posting, member)
        client = signed_in(invitation.consultant.user)
        with acting(member):
            close(posting, actor=member)
        page = client.get(f"/invitations/{invitation.code}/").content.decode()
        assert "This invitation is over" in page
        assert client.post(f"/invitations/{invitation.code}/accept/").status_code == CONFLICT
        assert not Engagement.objects.exists()

    def test_taken_back_is_a_plain_page_for_the_consultant(
        self, member: User, posting: Posting
    ) -> None:
        invitation = invited(posting, member)
        sender = signed_in(member)
        for _again in range(2):
            assert sender.post(f"/invitations/{invitation.code}/withdraw/").status_code == FOUND
        client = signed_in(invitation.consultant.user)
        page = client.get(f"/invitations/{invitation.code}/").content.decode()
        assert "This invitation is over" in page
        assert client.post(f"/invitations/{invitation.code}/decline/").status_code == CONFLICT

    def test_strangers_and_the_consultant_take_nothing_back(
        self, member: User, posting: Posting
    ) -> None:
        invitation = invited(posting, member)
        path = f"/invitations/{invitation.code}/withdraw/"
        viewer = make_member(posting.organization, role=Role.VIEWER)
        for user in (make_checked_member(), invitation.consultant.user, viewer):
            assert signed_in(user).post(path).status_code == MISSING
        assert Client().post(path).status_code == FOUND
        invitation.refresh_from_db()
        assert invitation.state == "sent"

    def test_an_accepted_one_leads_to_the_work(self, member: User, posting: Posting) -> None:
        invitation = invited(posting, member)
        client = signed_in(invitation.consultant.user)
        client.post(f"/invitations/{invitation.code}/accept/")
        work = f"/jobs/{Engagement.objects.get().code}/"
        assert client.get(f"/invitations/{invitation.code}/")["Location"] == work
        assert client.get(f"/projects/{posting.code}/interest/")["Location"] == work

    def test_answers_are_buttons_of_one_kind_and_ask_for_no_reason(
        self, member: User, posting: Posting
    ) -> None:
        invitation = invited(posting, member)
        page = signed_in(invitation.consultant.user).get(f"/invitations/{invitation.code}/")
        answers = page.content.decode().split('class="choices-equal"')[1].split("</main>")[0]
        assert answers.count("button-secondary") == 3
        assert "button-primary" not in answers
        assert "textarea" not in page.content.decode()

    @pytest.mark.parametrize("step", ["accept/", "decline/", "withdraw/"])
    def test_a_link_changes_nothing(self, member: User, posting: Posting, step: str) -> None:
        invitation = invited(posting, member)
        client = signed_in(invitation.consultant.user)
        assert client.get(f"/invitations/{invitation.code}/{step}").status_code == NOT_SO
        assert Invitation.objects.get().state == invitation.state

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({}, "Choose an answer: Project"),
            ({"posting": "x"}, "not one of the available choices"),
            ({"message": "x" * 1001}, "at most 1000 characters"),
            ({"message": "nul \x00"}, "Take out the sign"),
        ],
    )
    def test_bad_answers_invite_nobody(
        self, member: User, posting: Posting, typed: dict[str, str], said: str
    ) -> None:
        consultant = make_consultant("Nila Sol", audience=Audience.CHECKED)
        Consultant.objects.update(may_invite=MayInvite.CHECKED)
        code = code_for(posting.organization_id, consultant.pk)
        sent = {"posting": posting.code} | typed if typed else typed
        page = signed_in(member).post(f"/org/people/{code}/invite/", sent).content.decode()
        assert said in page
        assert not Invitation.objects.exists()

    def test_a_person_who_can_not_be_seen_looks_like_a_missing_one(
        self, member: User, posting: Posting
    ) -> None:
        hidden = make_consultant("Nila Sol")
        Consultant.objects.update(may_invite=MayInvite.CHECKED)
        client = signed_in(member)
        paths = [
            f"/org/people/{code}/invite/"
            for code in (
                code_for(posting.organization_id, hidden.pk),
                code_for(posting.organization_id, 10**9),
                code_for(posting.organization_id + 1, hidden.pk),
            )
        ]
        answers = {path: client.get(path) for path in paths}
        assert {answer.status_code for answer in answers.values()} == {MISSING}
        pages = {
            without_tokens(answer.content.decode()).replace(path, "")
            for path, answer in answers.items()
        }
        assert len(pages) == 1


class TestTheDatabaseRefuses:
    def test_two_open_interests_of_one_person(self, posting: Posting) -> None:
        consultant = make_consultant("Nila Sol")
        interested(posting, consultant)
        with refused("interest_once_open"):
            Interest.objects.create(posting=posting, consultant=consultant)

    def test_two_waiting_invitations_to_one_person(self, member: User, posting: Posting) -> None:
        first = invited(posting, member)
        later = timezone.now() + timedelta(days=1)
        with refused("invitation_once_open"):
            Invitation.objects.create(
                posting=posting, consultant=first.consultant, sent_by=member, ends_at=later
            )

    def test_two_live_rooms_of_one_pair_on_one_project(
        self, member: User, posting: Posting
    ) -> None:
        interest = interested(posting, make_consultant("Nila Sol"))
        with acting(member):
            room = services.answer_interest(interest, actor=member)
        with refused("engagement_once_alive"):
            Engagement.objects.create(
                posting=posting, organization=room.organization, consultant=room.consultant
            )

    def test_an_invitation_that_ends_before_it_is_sent(
        self, member: User, posting: Posting
    ) -> None:
        consultant = make_consultant("Nila Sol")
        now = timezone.now()
        with refused("invitation_ends_later"):
            Invitation.objects.create(
                posting=posting, consultant=consultant, sent_by=member, created_at=now, ends_at=now
            )

    def test_unknown_states(self, member: User, posting: Posting) -> None:
        invitation = invited(posting, member)
        interest = interested(posting, make_consultant("Other Person"))
        with refused("invitation_state_known"):
            Invitation.objects.filter(pk=invitation.pk).update(state="maybe")
        with refused("interest_state_known"):
            Interest.objects.filter(pk=interest.pk).update(state="maybe")
