"""Inviting within the limits; a no that nobody can tell from silence; booking again."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from consultants.items import Audience
from consultants.models import Consent, Consultant, MayInvite
from consultants.people_codes import code_for
from consultants.visibility import card_for, may_invite
from core.errors import NotAllowed, Refused
from engagements.invitations import quota, services
from engagements.models import Engagement, Invitation, Posting
from engagements.postings import rebooking, steps
from engagements.postings.services import close
from notices.models import Notice
from tests.conftest import as_owner
from tests.engagements.invitations.test_invitations import without_tokens
from tests.engagements.work import Work, make_posting
from tests.factories import acting, make_checked_member, make_consultant, signed_in

pytestmark = pytest.mark.django_db
OK, FOUND, MISSING, CONFLICT = 200, 302, 404, 409


def invitable(name: str = "Nila Sol") -> Consultant:
    consultant = make_consultant(name, audience=Audience.CHECKED)
    Consultant.objects.filter(pk=consultant.pk).update(may_invite=MayInvite.CHECKED)
    return consultant


def invited(posting: Posting, member: User, consultant: Consultant | None = None) -> Invitation:
    with acting(member):
        return services.invite(posting, consultant=consultant or invitable(), actor=member)


class TestThreeAnswers:
    def test_asking_for_changes_opens_the_talk_at_the_terms(
        self, posting: Posting, member: User
    ) -> None:
        invitation = invited(posting, member)
        client = signed_in(invitation.consultant.user)
        for _again in range(2):
            answer = client.post(f"/invitations/{invitation.code}/change/")
            engagement = Engagement.objects.get()
            assert answer["Location"] == f"/jobs/{engagement.code}/terms/change/"
        assert client.get(answer["Location"]).status_code == OK

    def test_the_sender_sees_the_same_for_yes_and_for_changes(self, member: User) -> None:
        pages = []
        for answer in ("accept", "change"):
            posting = make_posting(member)
            invitation = invited(posting, member)
            signed_in(invitation.consultant.user).post(f"/invitations/{invitation.code}/{answer}/")
            page = signed_in(member).get(f"/org/projects/{posting.code}/").content.decode()
            engagement = Engagement.objects.get(posting=posting)
            hidden = (posting.code, engagement.code, code_for(posting.organization_id, engagement.consultant_id))  # fmt: skip
            for code in hidden:
                page = page.replace(code, "")
            pages.append(without_tokens(page))
        assert pages[0] == pages[1]

    def test_a_no_in_one_tab_and_a_yes_in_the_other_opens_nothing(
        self, posting: Posting, member: User
    ) -> None:
        invitation = invited(posting, member)
        client = signed_in(invitation.consultant.user)
        client.post(f"/invitations/{invitation.code}/decline/")
        assert client.post(f"/invitations/{invitation.code}/accept/").status_code == CONFLICT
        assert client.post(f"/invitations/{invitation.code}/change/").status_code == CONFLICT
        assert not Engagement.objects.exists()

    def test_usual_terms_stand_beside_the_invitation(self, posting: Posting, member: User) -> None:
        invitation = invited(posting, member)
        client = signed_in(invitation.consultant.user)
        client.post("/projects/usual-terms/", {"hourly_amount": "100"})
        page = client.get(f"/invitations/{invitation.code}/").content.decode()
        assert "$90 for an hour, your usual is $100" in page

    def test_when_the_check_lapsed_a_no_still_goes_and_a_yes_does_not(
        self, posting: Posting, member: User
    ) -> None:
        invitation = invited(posting, member)
        with as_owner():
            type(posting.organization).objects.update(checked_until=timezone.now())
        client = signed_in(invitation.consultant.user)
        assert client.post(f"/invitations/{invitation.code}/accept/").status_code == CONFLICT
        assert not Engagement.objects.exists()
        assert client.post(f"/invitations/{invitation.code}/decline/").status_code == FOUND
        assert Invitation.objects.get().state == "declined"


class TestBlocking:
    def test_blocking_says_no_and_hides_everything_and_tells_nobody(
        self, posting: Posting, member: User
    ) -> None:
        invitation = invited(posting, member)
        before = Notice.objects.filter(user=member).count()
        client = signed_in(invitation.consultant.user)
        path = f"/invitations/{invitation.code}/block/"
        assert "They are not told." in client.get(path).content.decode()
        invitation.refresh_from_db()
        assert invitation.state == "sent"  # looking changes nothing
        for _again in range(2):
            assert client.post(path).status_code == FOUND
        invitation.refresh_from_db()
        assert invitation.state == "declined"
        with acting(member):
            assert card_for(invitation.consultant_id) is None
            assert not may_invite(invitation.consultant_id)
        assert Notice.objects.filter(user=member).count() == before

    def test_an_old_invitation_can_still_lead_to_a_block(
        self, posting: Posting, member: User
    ) -> None:
        invitation = invited(posting, member)
        over(invitation)
        client = signed_in(invitation.consultant.user)
        assert client.post(f"/invitations/{invitation.code}/block/").status_code == FOUND
        with acting(member):
            assert card_for(invitation.consultant_id) is None

    def test_strangers_block_nothing(self, posting: Posting, member: User) -> None:
        invitation = invited(posting, member)
        path = f"/invitations/{invitation.code}/block/"
        for user in (make_consultant("Other").user, member):
            assert signed_in(user).get(path).status_code == MISSING
            assert signed_in(user).post(path).status_code == MISSING
        with acting(member):
            assert card_for(invitation.consultant_id) is not None


class TestQuota:
    def test_over_the_limit_there_is_a_message_at_the_form_and_nothing_is_stored(
        self, posting: Posting, member: User, settings: Any
    ) -> None:
        settings.INVITATIONS_PER_DAY = 2
        answered = invited(posting, member)
        with acting(answered.consultant.user):
            services.decline_invitation(answered, actor=answered.consultant.user)
        invited(posting, member)
        consultant = invitable("Third Person")
        path = f"/org/people/{code_for(posting.organization_id, consultant.pk)}/invite/"
        page = signed_in(member).post(path, {"posting": posting.code, "message": "Typed words"})
        html = page.content.decode()
        assert "Your organization sent 2 invitations in 24 hours." in html
        assert "Typed words" in html
        assert "<title>Error:" in html
        assert Invitation.objects.count() == 2
        with acting(member), pytest.raises(Refused):
            services.invite(posting, consultant=consultant, actor=member)
        Invitation.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
        assert signed_in(member).post(path, {"posting": posting.code}).status_code == FOUND

    def test_a_second_press_is_no_second_invitation_and_other_teams_have_their_own_limit(
        self, posting: Posting, member: User, settings: Any
    ) -> None:
        settings.INVITATIONS_PER_DAY = 1
        consultant = invitable()
        assert invited(posting, member, consultant) == invited(posting, member, consultant)
        other = make_checked_member()
        assert invited(make_posting(other), other, consultant).state == "sent"

    def test_the_limit_is_a_setting_of_the_operator(self) -> None:
        assert django_settings.INVITATIONS_PER_DAY == 20
        assert timedelta(days=1) == quota.WINDOW


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("allows", [MayInvite.NOBODY, MayInvite.PICKED])
def test_inviting_who_does_not_allow_it_is_the_same_page_as_inviting_nobody(
    posting: Posting, member: User, method: str, allows: int
) -> None:
    consultant = invitable()
    Consultant.objects.update(may_invite=allows)
    client = signed_in(member)
    answers = []
    for code in (code_for(posting.organization_id, consultant.pk), "A" * 22):
        page = getattr(client, method)(f"/org/people/{code}/invite/", {"posting": posting.code})
        answers.append((page.status_code, without_tokens(page.content.decode().replace(code, ""))))
    assert answers[0] == answers[1]
    assert answers[0][0] == MISSING
    assert not Invitation.objects.exists()


def over(invitation: Invitation) -> None:
    """Let an invitation's time pass."""
    Invitation.objects.filter(pk=invitation.pk).update(
        created_at=timezone.now() - timedelta(days=20), ends_at=timezone.now()
    )


def what_the_sender_sees(steps: list[str], *, answers: bool) -> list[Any]:
    """Play the sender's steps after a no, or after silence; return every page and notice they get."""
    member = make_checked_member()
    posting, consultant = make_posting(member), invitable()
    invitation = invited(posting, member, consultant)
    person = code_for(posting.organization_id, consultant.pk)
    if answers:
        with acting(consultant.user):
            services.decline_invitation(invitation, actor=consultant.user)
    client, seen = signed_in(member), []
    for step in steps:
        page: Any = None
        if step == "time passes":
            over(invitation)
            services.expire_invitations()
        elif step == "invite again":
            page = client.post(f"/org/people/{person}/invite/", {"posting": posting.code})
        elif step == "take back":
            page = client.post(f"/invitations/{invitation.code}/withdraw/")
        elif step == "close":
            with acting(member):
                close(posting, actor=member)
        else:
            page = client.get({"home": "/org/", "work": "/jobs/", "person": f"/org/people/{person}/"}.get(step, f"/org/projects/{posting.code}/"))  # fmt: skip
        seen += [step, _plain(page, posting), Notice.objects.filter(user=member).count()]
        seen.append(Invitation.objects.exclude(state="withdrawn").filter(posting=posting).count())
    return seen


def _plain(page: Any, posting: Posting) -> Any:
    """A page without what differs between any two organizations, people and moments."""
    import re

    if page is None:
        return None
    html = without_tokens(page.content.decode()) + page.headers.get("Location", "")
    html = html.replace(posting.organization.name, "").replace(posting.code, "")
    return page.status_code, re.sub(r"[A-Za-z0-9_-]{22}", "", html)


MADE_ANEW = {"starts_on", "due_on", "consultants_wanted", "invite_only"}
OF_THE_TERMS = {"summary", "fee_amount", "fee_up_to", "hours", "topics_to_skip", "ways_to_join"}
STEPS = ["time passes", "invite again", "take back", "close", "project", "home", "work", "person"]


@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=5))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_sender_does_a_no_looks_like_silence(steps: list[str]) -> None:
    steps = [*steps, "project"]
    seen = []
    for answers in (True, False):
        with transaction.atomic():
            seen.append(what_the_sender_sees(steps, answers=answers))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


class TestBookingAgain:
    def test_terms_are_copied_and_consents_never(self) -> None:
        work = Work()
        work.start()
        with as_owner():
            given_before = Consent.objects.count()
        client = signed_in(work.member)
        assert "Copy into a draft" in client.get(f"/jobs/{work.engagement.code}/").content.decode()
        first = client.post(f"/jobs/{work.engagement.code}/again/")
        second = client.post(f"/jobs/{work.engagement.code}/again/")
        draft = Posting.objects.get(again=work.engagement)
        assert first["Location"] == second["Location"] == f"/org/projects/{draft.code}/"
        assert (draft.state, draft.invite_only, draft.fee_amount) == ("draft", True, 60_001)
        assert (draft.title, draft.hours) == (work.posting.title, work.posting.hours)
        assert draft.due_on - draft.starts_on == work.posting.due_on - work.posting.starts_on
        assert draft.starts_on > timezone.localdate()
        with as_owner():
            assert Consent.objects.count() == given_before
        assert not Invitation.objects.exists()
        assert client.get(f"/org/projects/{draft.code}/").status_code == OK

    def test_the_person_is_invited_only_where_they_allow_it(self) -> None:
        work = Work()
        work.start()
        client = signed_in(work.member)
        client.post(f"/jobs/{work.engagement.code}/again/")
        draft = Posting.objects.get(again=work.engagement)
        Posting.objects.filter(pk=draft.pk).update(
            state="open",
            opened_at=timezone.now(),
            sent_at=timezone.now(),
            fee_amount=180_000,
            pay_floor=5_000,
        )
        path = f"/org/projects/{draft.code}/"
        assert "can't be invited now" in client.get(path).content.decode()
        Consultant.objects.filter(pk=work.consultant.pk).update(may_invite=MayInvite.CHECKED)
        with acting(work.person):
            profile = work.consultant.profile
            profile.name_audience = Audience.CHECKED
            profile.save(update_fields=["name_audience"])
        page = client.get(path).content.decode()
        assert f"/invite/?posting={draft.code}" in page

    def test_a_talk_is_not_booked_again_and_neither_side_of_others_may(self) -> None:
        work = Work()
        path = f"/jobs/{work.engagement.code}/again/"
        assert signed_in(work.member).post(path).status_code == MISSING
        work.start()
        for user in (work.person, make_checked_member()):
            assert signed_in(user).post(path).status_code == MISSING
        assert Client().post(path).status_code == FOUND
        with acting(work.person), pytest.raises(NotAllowed):
            rebooking.book_again(work.fresh(), actor=work.person)
        assert not Posting.objects.filter(again__isnull=False).exists()

    def test_every_answer_of_a_project_is_copied_agreed_or_made_anew_on_purpose(self) -> None:
        work = Work(
            funder="The county",
            federal_money=True,
            way_to_pay="bank_debit",
            first_talk_amount=2_000,
            sample_asked=True,
            sample_amount=5_000,
            ownership="both",
            credit="not_named",
            support_note="A quiet room",
        )
        work.start()
        with acting(work.member):
            draft = rebooking.book_again(work.fresh(), actor=work.member)
        earlier = steps.answers_of(work.engagement.posting)
        again = steps.answers_of(draft)
        changed = {name for name in again if again[name] != earlier[name]}
        assert changed <= MADE_ANEW | OF_THE_TERMS | rebooking.AGREED
        assert set(again) >= MADE_ANEW | OF_THE_TERMS | rebooking.AGREED
