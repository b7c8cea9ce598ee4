"""How work begins, and what each side may learn from it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consultants.items import Audience
from consultants.models import Consent, Consultant, MayInvite, Profile
from consultants.people_codes import code_for
from consultants.visibility import card_for
from core.errors import NotAllowed, Refused
from engagements.invitations import services
from engagements.models import Engagement, Interest, Invitation
from notices.models import Notice
from organizations.models import Role
from tests.conftest import as_owner
from tests.engagements.work import make_posting
from tests.factories import acting, make_checked_member, make_consultant, make_member, signed_in

pytestmark = pytest.mark.django_db


def invitable(member, **items) -> Consultant:
    consultant = make_consultant("Nila Sol", audience=Audience.CHECKED, **items)
    Consultant.objects.filter(pk=consultant.pk).update(may_invite=MayInvite.CHECKED)
    return consultant


def invited(member, posting) -> Invitation:
    consultant = invitable(member)
    with acting(member):
        return services.invite(posting, consultant=consultant, actor=member, message="Hello")


def test_interest_shows_what_was_picked_and_nothing_else(member, posting) -> None:
    consultant = make_consultant("Nila Sol", rate=9_000, statement="Private words")
    client = signed_in(consultant.user)
    page = client.get(f"/projects/{posting.code}/interest/").content.decode()
    assert "hidden now" in page
    client.post(
        f"/projects/{posting.code}/interest/", {"items": ["rate"], "note": "I would like to."}
    )
    with acting(member):
        card = card_for(consultant.pk)
    assert card is not None
    assert dict(card.items) == {"name": "Nila Sol", "rate": 9_000}
    with as_owner():
        assert Profile.objects.get(pk=consultant.pk).statement_audience == Audience.ONLY_ME
    page = signed_in(member).get(f"/org/projects/{posting.code}/").content.decode()
    assert "Nila Sol" in page
    assert "I would like to." in page
    assert Notice.objects.filter(user=member, page="org_project", code=posting.code).exists()


def test_interest_leads_to_its_consent_and_receipt(posting) -> None:
    client = signed_in(make_consultant("Nila Sol", rate=9_000).user)
    page = client.post(f"/projects/{posting.code}/interest/", {"items": ["rate"]}, follow=True)
    with as_owner():
        consent = Consent.objects.get()
    assert Interest.objects.get().consent_id == consent.pk
    for path in (f"/permissions/{consent.code}/", f"/permissions/{consent.code}/receipt/"):
        assert f'href="{path}"' in page.content.decode()
        assert client.get(path, follow=True).status_code == 200


def test_interest_twice_is_once(posting) -> None:
    client = signed_in(make_consultant("Nila Sol").user)
    for _again in range(2):
        client.post(f"/projects/{posting.code}/interest/", {})
    assert Interest.objects.count() == 1
    with as_owner():
        assert Consent.objects.count() == 1


def test_second_window_does_not_say_that_its_other_choice_was_sent(posting) -> None:
    client = signed_in(make_consultant("Nila Sol", rate=9_000, statement="Words").user)
    path = f"/projects/{posting.code}/interest/"
    client.post(path, {"items": ["rate"], "note": "First"}, follow=True)
    page = client.post(
        path, {"items": ["statement"], "note": "Second"}, follow=True
    ).content.decode()
    assert "You sent this before" in page
    assert "Sent. You can take it back" not in page
    assert Interest.objects.get().note == "First"
    assert client.get(path)["Location"] == f"/projects/{posting.code}/"


def test_interest_needs_a_working_name(posting) -> None:
    consultant = make_consultant()
    with as_owner():
        Profile.objects.update(name="")
    client = signed_in(consultant.user)
    assert (
        "First choose a working name"
        in client.post(f"/projects/{posting.code}/interest/", {}).content.decode()
    )
    assert not Interest.objects.exists()


@pytest.mark.parametrize("sent", [{"items": ["diagnosis"]}, {"note": "x" * 1001}])
def test_bad_answers_to_interest_store_nothing(posting, sent) -> None:
    client = signed_in(make_consultant("Nila Sol").user)
    assert (
        "<title>Error:" in client.post(f"/projects/{posting.code}/interest/", sent).content.decode()
    )
    assert not Interest.objects.exists()


def test_interest_in_a_closed_project_is_a_missing_page(member, posting) -> None:
    consultant = make_consultant("Nila Sol")
    with acting(member):
        from engagements.postings.services import close

        close(posting, actor=member)
    assert signed_in(consultant.user).get(f"/projects/{posting.code}/interest/").status_code == 404
    with acting(consultant.user), pytest.raises(Refused):
        services.show_interest(posting, actor=consultant.user, items=frozenset())


def test_interest_taken_back_unties(member, posting) -> None:
    consultant = make_consultant("Nila Sol", audience=Audience.TALKING)
    with acting(consultant.user):
        interest = services.show_interest(posting, actor=consultant.user, items=frozenset())
    client = signed_in(consultant.user)
    for _again in range(2):
        assert client.post(f"/interests/{interest.code}/withdraw/").status_code == 302
    with acting(member):
        assert card_for(consultant.pk) is None
    page = f"/org/projects/{posting.code}/"  # open in a tab since before
    answer = signed_in(member).post(
        f"/interests/{interest.code}/answer/", headers={"referer": f"http://testserver{page}"}
    )
    assert answer.status_code == 409
    assert f'href="{page}"' in answer.content.decode()
    assert not Engagement.objects.exists()


def test_answering_an_interest_opens_one_room(member, posting) -> None:
    consultant = make_consultant("Nila Sol", audience=Audience.TALKING, statement="For talks")
    with acting(consultant.user):
        interest = services.show_interest(posting, actor=consultant.user, items=frozenset())
    client = signed_in(member)
    for _again in range(2):
        response = client.post(f"/interests/{interest.code}/answer/")
    engagement = Engagement.objects.get()
    assert response["Location"] == f"/jobs/{engagement.code}/"
    assert Notice.objects.filter(user=consultant.user, page="work", code=engagement.code).exists()
    with acting(member):
        card = card_for(consultant.pk)
    assert card is not None
    assert card.items["statement"] == "For talks"


def test_an_invitation_shows_all_terms_and_opens_the_room_on_yes(member, posting) -> None:
    invitation = invited(member, posting)
    client = signed_in(invitation.consultant.user)
    page = client.get(f"/invitations/{invitation.code}/").content.decode()
    for said in ("$1,800", "Not asked", "No, thank you", "Hello"):
        assert said in page
    for _again in range(2):
        response = client.post(f"/invitations/{invitation.code}/accept/")
        assert response.status_code == 302
    assert Engagement.objects.count() == 1


def test_saying_no_costs_nothing_and_looks_like_silence(member, posting) -> None:
    invitation = invited(member, posting)
    sender = signed_in(member)
    before = sender.get(f"/org/projects/{posting.code}/").content.decode()
    client = signed_in(invitation.consultant.user)
    for _again in range(2):
        assert client.post(f"/invitations/{invitation.code}/decline/").status_code == 302
    after = sender.get(f"/org/projects/{posting.code}/").content.decode()
    assert "Waiting" in before
    assert without_tokens(before) == without_tokens(after)
    Invitation.objects.update(
        created_at=timezone.now() - timedelta(days=20), ends_at=timezone.now()
    )
    declined = without_tokens(sender.get(f"/org/projects/{posting.code}/").content.decode())
    Invitation.objects.update(state="expired")
    assert without_tokens(sender.get(f"/org/projects/{posting.code}/").content.decode()) == declined


def without_tokens(page: str) -> str:
    import re

    return re.sub(r'value="\w{64}"', "", page)


def test_an_ended_invitation_gets_a_plain_page_and_expires_once(member, posting) -> None:
    invitation = invited(member, posting)
    Invitation.objects.update(
        created_at=timezone.now() - timedelta(days=20), ends_at=timezone.now()
    )
    client = signed_in(invitation.consultant.user)
    page = client.get(f"/invitations/{invitation.code}/").content.decode()
    assert "This invitation is over" in page
    for answer in ("accept", "change", "decline"):
        refused = client.post(f"/invitations/{invitation.code}/{answer}/")
        assert (refused.status_code, b"Nothing is expected of you." in refused.content) == (
            409,
            True,
        )
    assert (services.expire_invitations(), services.expire_invitations()) == (1, 0)
    assert not Engagement.objects.exists()


@pytest.mark.parametrize("may_invite", [MayInvite.NOBODY, MayInvite.PICKED])
def test_people_who_do_not_allow_it_can_not_be_invited(member, posting, may_invite) -> None:
    consultant = invitable(member)
    Consultant.objects.update(may_invite=may_invite)
    code = code_for(posting.organization_id, consultant.pk)
    client = signed_in(member)
    assert "Invite</a>" not in client.get(f"/org/people/{code}/").content.decode()
    assert client.get(f"/org/people/{code}/invite/").status_code == 404
    with acting(member), pytest.raises(NotAllowed):
        services.invite(posting, consultant=consultant, actor=member)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", [Role.FINANCE, Role.VIEWER])
def test_only_who_may_invite_is_led_to_the_page_for_it(member, role) -> None:
    address = f"/org/people/{code_for(member.membership.organization_id, invitable(member).pk)}/"
    other = signed_in(make_member(member.membership.organization, role=role))
    assert f"{address}invite/" not in other.get(address).content.decode()
    assert other.get(f"{address}invite/").status_code == 404
    assert f"{address}invite/" in signed_in(member).get(address).content.decode()


def test_inviting_through_the_page_twice_is_once(member, posting) -> None:
    consultant = invitable(member)
    code = code_for(posting.organization_id, consultant.pk)
    client = signed_in(member)
    for _again in range(2):
        client.post(f"/org/people/{code}/invite/", {"posting": posting.code, "message": "Hi"})
    assert Invitation.objects.count() == 1
    other = make_posting(make_checked_member())
    page = client.post(f"/org/people/{code}/invite/", {"posting": other.code}).content.decode()
    assert "not one of the available choices" in page


def test_wording_of_a_message_is_quoted_first_and_sent_by_a_second_decision(
    member, posting
) -> None:
    consultant = invitable(member)
    address = f"/org/people/{code_for(posting.organization_id, consultant.pk)}/invite/"
    answers = {"posting": posting.code, "message": "Come and tell your story to our donors."}
    client = signed_in(member)
    page = client.post(address, answers).content.decode()
    assert "Look at these words once more: “tell your story”." in page
    assert "share your expertise" in page
    assert "tell your story to our donors" in page
    assert not Invitation.objects.exists()
    client.post(address, {**answers, "as_written": "on"})
    assert Invitation.objects.get().message == answers["message"]


def test_other_peoples_interests_and_invitations_are_missing_pages(member, posting) -> None:
    invitation = invited(member, posting)
    consultant = make_consultant("Nila Sol")
    with acting(consultant.user):
        interest = services.show_interest(posting, actor=consultant.user, items=frozenset())
    stranger = signed_in(make_consultant("Other Person").user)
    for path in ("", "accept/", "decline/"):
        assert stranger.post(f"/invitations/{invitation.code}/{path}").status_code in (404, 405)
    assert stranger.get(f"/invitations/{invitation.code}/").status_code == 404
    assert stranger.post(f"/interests/{interest.code}/withdraw/").status_code == 404
    assert (
        signed_in(make_checked_member()).post(f"/interests/{interest.code}/answer/").status_code
        == 404
    )
    assert Client().post(f"/invitations/{invitation.code}/accept/").status_code == 302
    assert not Engagement.objects.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.FINANCE])
def test_only_those_who_arrange_answer_and_invite(member, posting, role) -> None:
    consultant = make_consultant("Nila Sol")
    with acting(consultant.user):
        interest = services.show_interest(posting, actor=consultant.user, items=frozenset())
    colleague = make_member(posting.organization, role=role)
    assert signed_in(colleague).post(f"/interests/{interest.code}/answer/").status_code == 404
    assert not Engagement.objects.exists()
