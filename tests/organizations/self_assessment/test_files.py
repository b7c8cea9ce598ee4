"""The evidence of the self-assessment: files that are what they say, for the team alone."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from organizations.models import (
    Evidence,
    Role,
)
from tests.factories import (
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
    signed_in,
)
from tests.organizations.self_assessment.answering import (
    PDF,
    ROOT,
    begin,
    seen_by,
)

pytestmark = pytest.mark.django_db


def test_a_file_is_known_by_its_content_and_streamed_to_the_team_only() -> None:
    user = make_checked_member()
    begin(user)
    client = signed_in(user)
    file = SimpleUploadedFile("../../names of people.exe", PDF)
    response = client.post(f"{ROOT}2/file/", {"label": "Our policy", "file": file})
    assert response["Location"] == f"{ROOT}2/"
    evidence = seen_by(user, Evidence.objects.get)
    assert evidence.file.name.startswith("evidence/")
    assert evidence.file.name.endswith(".pdf")
    assert "names" not in evidence.file.name
    path = f"{ROOT}file/{evidence.code}/"
    sent = client.get(path)
    assert b"".join(sent.streaming_content) == PDF  # type: ignore[attr-defined]
    assert sent["Content-Type"] == "application/pdf"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert 'filename="file-2.pdf"' in sent["Content-Disposition"]
    limited = make_member(user.membership.organization, role=Role.VIEWER, limited=True)
    strangers = (make_checked_member(), make_consultant().user, make_administrator(), limited)
    for stranger in strangers:
        assert signed_in(stranger).get(path).status_code == 404
    assert client.post(f"{path}out/").status_code == 302
    assert not seen_by(user, Evidence.objects.exists)


@pytest.mark.django_db(transaction=True)
def test_a_file_taken_out_is_gone_from_the_disk() -> None:
    user = make_checked_member()
    begin(user)
    client = signed_in(user)
    client.post(f"{ROOT}2/file/", {"label": "x", "file": SimpleUploadedFile("a.pdf", PDF)})
    evidence = seen_by(user, Evidence.objects.get)
    assert default_storage.exists(evidence.file.name)
    client.post(f"{ROOT}file/{evidence.code}/out/")
    assert not default_storage.exists(evidence.file.name)


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00 a program", b"PK\x03\x04 not a document", b"<svg \x01/>", b"", b"\xff\xfe text"],
)
def test_files_that_are_not_what_they_say_are_refused(content: bytes) -> None:
    user = make_checked_member()
    begin(user)
    file = SimpleUploadedFile("policy.pdf", content, content_type="application/pdf")
    response = signed_in(user).post(f"{ROOT}2/file/", {"label": "Policy", "file": file})
    assert response.status_code == 200
    assert "file" in response.context["form"].errors
    assert not seen_by(user, Evidence.objects.exists)


def test_a_huge_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("security.uploads.LARGEST_FILE", 10)
    user = make_checked_member()
    begin(user)
    file = SimpleUploadedFile("policy.pdf", PDF)
    response = signed_in(user).post(f"{ROOT}2/file/", {"label": "Policy", "file": file})
    assert "at most 10 MB" in str(response.context["form"].errors["file"])


# ------------------------------------------------------------------ actions, finishing, renewal
