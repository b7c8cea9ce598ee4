"""Found wording is changed or kept with an explanation, and the desk reads why."""

from typing import Any

import pytest

from accounts.models import User
from core.errors import NotAllowed, Refused
from engagements.models import KeptWording, Posting
from engagements.postings import language_findings, services
from tests.engagements.postings.wizard import answer, begin, write
from tests.engagements.work import make_posting
from tests.factories import acting, make_checked_member, signed_in
from tests.pages import nothing_here

pytestmark = pytest.mark.django_db
OK, FOUND, MISSING, CONFLICT = 200, 302, 404, 409
SUMMARY = "We rescue people. Then read our form."


def hidden(posting: Posting) -> dict[str, Any]:
    one = language_findings.unanswered(posting)[0]
    return {"field": one.field, "start": one.finding.start, "words": one.finding.words}


def test_saving_a_page_with_found_words_shows_them_with_the_reason_and_the_other_wording(
    member: User,
) -> None:
    client = signed_in(member)
    posting = begin(client, summary=SUMMARY)
    path = f"/org/projects/{posting.code}/words/"
    page = client.get(path).content.decode()
    for said in ("We <mark>rescue</mark> people.", "It makes one side the rescuer.", "“support”"):
        assert said in page
    assert client.post("/org/projects/new/", {"code": posting.code, "title": "A", "summary": SUMMARY,
                       "kind_of_work": "other"})["Location"] == path  # fmt: skip


def test_use_this_replaces_the_words_and_goes_on(member: User) -> None:
    client = signed_in(member)
    posting = begin(client, summary=SUMMARY)
    client.post(f"/org/projects/{posting.code}/words/use/", hidden(posting))
    posting.refresh_from_db()
    assert posting.summary == "We support people. Then read our form."
    went = client.get(f"/org/projects/{posting.code}/words/")
    assert went["Location"] == f"/org/projects/{posting.code}/write/result/"


def test_keep_and_explain_sends_even_a_second_project_to_the_desk(member: User) -> None:
    make_posting(member)
    client = signed_in(member)
    posting = write(client, summary=SUMMARY)
    assert client.post(f"/org/projects/{posting.code}/publish/").status_code == CONFLICT
    sent = hidden(posting) | {"explanation": "It is a quote from our old leaflet."}
    client.post(f"/org/projects/{posting.code}/words/", sent)
    client.post(f"/org/projects/{posting.code}/publish/")
    posting.refresh_from_db()
    assert posting.state == "in_review"
    assert KeptWording.objects.get().words == "rescue"


@pytest.mark.parametrize("explanation", ["", "   ", "x" * 301])
def test_an_explanation_is_needed_and_short_and_is_kept_on_the_page(
    member: User, explanation: str
) -> None:
    client = signed_in(member)
    posting = begin(client, summary=SUMMARY)
    page = client.post(
        f"/org/projects/{posting.code}/words/", hidden(posting) | {"explanation": explanation}
    )
    assert "<title>Error:" in page.content.decode()
    assert explanation.strip() in page.content.decode()
    assert not KeptWording.objects.exists()


def test_words_that_are_not_there_any_more_are_told(member: User) -> None:
    client = signed_in(member)
    posting = begin(client, summary=SUMMARY)
    sent = hidden(posting)
    answer(client, posting, "work", summary="Read our form.")
    told = client.post(f"/org/projects/{posting.code}/words/use/", sent)
    assert told.status_code == CONFLICT
    assert "The text has changed meanwhile." in told.content.decode()
    posting.refresh_from_db()
    assert posting.summary == "Read our form."


@pytest.mark.parametrize(
    "changed",
    [{"field": "created_by"}, {"field": ""}, {"start": "-1"}, {"start": "x"}, {"words": ""}],
)
def test_fields_made_by_hand_find_nothing(member: User, changed: dict[str, str]) -> None:
    client = signed_in(member)
    posting = begin(client, summary=SUMMARY)
    path = f"/org/projects/{posting.code}/words/use/"
    assert nothing_here(client.post(path, hidden(posting) | changed))
    posting.refresh_from_db()
    assert posting.summary == SUMMARY


def test_a_kept_wording_that_is_gone_sends_nothing_to_the_desk(member: User) -> None:
    make_posting(member)
    client = signed_in(member)
    posting = write(client, summary=SUMMARY)
    client.post(f"/org/projects/{posting.code}/words/", hidden(posting) | {"explanation": "Quote"})
    answer(client, posting, "work", summary="Read our form.")
    client.post(f"/org/projects/{posting.code}/publish/")
    posting.refresh_from_db()
    assert posting.state == "open"


def test_the_same_words_again_are_explained_already_but_not_in_another_text(member: User) -> None:
    client = signed_in(member)
    posting = begin(client, summary=SUMMARY)
    client.post(f"/org/projects/{posting.code}/words/", hidden(posting) | {"explanation": "Quote"})
    answer(client, posting, "work", summary=f"{SUMMARY} We rescue.", title="To rescue")
    posting.refresh_from_db()
    assert [one.field for one in language_findings.unanswered(posting)] == ["title"]


def test_other_wording_that_does_not_fit_is_not_offered(member: User) -> None:
    client = signed_in(member)
    posting = begin(client, title=("voiceless " * 10).strip())
    page = client.get(f"/org/projects/{posting.code}/words/").content.decode()
    assert "Use this" not in page
    assert "Change the text yourself" in page
    with acting(member), pytest.raises(Refused, match="too long"):
        language_findings.use_better(posting, actor=member, **hidden(posting))


def test_the_own_name_and_the_funder_are_left_alone(member: User) -> None:
    posting = make_posting(
        member, state="draft", funder="Rescue Together", summary="Paid by Rescue Together."
    )
    assert language_findings.found_in(posting) == []


def test_strangers_answer_nothing_and_published_texts_stay(member: User) -> None:
    posting = begin(signed_in(member), summary=SUMMARY)
    sent = hidden(posting)
    stranger = make_checked_member()
    with acting(stranger), pytest.raises(NotAllowed):
        language_findings.use_better(posting, actor=stranger, **sent)
    with acting(stranger), pytest.raises(NotAllowed):
        language_findings.keep_wording(posting, explanation="x", actor=stranger, **sent)
    waiting = make_posting(member, state="in_review")
    with acting(member), pytest.raises(Refused):
        language_findings.use_better(waiting, actor=member, **sent)
    assert services.is_first(posting)
