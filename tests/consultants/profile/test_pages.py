"""One's own profile, who can see it, and what an organization sees of people."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from consultants.consent_scope import Purpose, Scope
from consultants.consents.services import give, stop
from consultants.items import ITEMS, Audience, Item
from consultants.models import Consultant, Profile
from consultants.people_codes import code_for, consultant_id_from
from consultants.profile.photos import redraw
from consultants.visibility import card_for
from tests.conftest import as_owner
from tests.factories import PASSWORD, acting, make_checked_member, make_consultant, make_member
from tests.pages import main_of, nothing_here

pytestmark = pytest.mark.django_db


def sign_in(client: Client, user, *, by_password: bool = False) -> None:
    """Open a session, and give the password again where the page asks for that."""
    client.force_login(user)
    if by_password:
        response = client.post("/in/again/", {"password": PASSWORD})
        assert response.status_code == 302, response.content.decode()


def without_own_address(response) -> str:
    """A page with its own address and its form tokens masked: all that may differ."""
    page = response.content.decode().replace(response.wsgi_request.path, "(here)")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def stored(consultant: Consultant) -> Profile:
    with as_owner():
        return Profile.objects.get(pk=consultant.pk)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_every_item_has_its_page(client: Client, item: Item) -> None:
    sign_in(client, make_consultant().user)
    for folder in ("profile", "sharing"):
        response = client.get(f"/{folder}/{item.name}/")
        assert response.status_code == 200
        assert str(item.label) in main_of(response)


@pytest.mark.parametrize(
    ("item", "typed", "shown"),
    [
        ("name", "Río Claro", "Río Claro"),
        ("introduction", "I review <b>policies</b>.", "I review &lt;b&gt;policies&lt;/b&gt;."),
        ("expertise", ["1", "3"], "Policy review, Speaking"),
        ("region", "4", "West US"),
        ("rate", "120.50", "$120.50"),
        ("email", "someone@mail.example", "someone@mail.example"),
        ("legal_name", "Legal Test Name", "Legal Test Name"),
    ],
)
def test_an_item_is_stored_and_shown_to_its_owner(
    client: Client, item: str, typed: object, shown: str
) -> None:
    sign_in(client, make_consultant().user)
    response = client.post(f"/profile/{item}/", {"value": typed}, follow=True)
    assert shown in response.content.decode()
    assert client.get("/profile/").content.decode().count(shown) == 1


@pytest.mark.parametrize(
    ("item", "typed", "message"),
    [
        ("name", "", "Fill in: Working name"),
        ("name", "x" * 61, "at most 60 characters"),
        ("rate", "-5", "Enter an amount above zero"),
        ("rate", "soon", "Enter the amount in numbers, like 250 or 1250"),
        ("rate", "0", "Enter an amount above zero"),
        ("email", "nobody", "valid email"),
        ("phone", "call me", "Enter a phone number"),
        ("region", "77", "not one of the available choices"),
        ("expertise", ["1", "99"], "not one of the available choices"),
        ("statement", "x" * 3001, "at most 3000 characters"),
        ("name", "nul\x00", "Take out the sign"),
    ],
)
def test_bad_input_is_told_at_the_field_kept_and_not_stored(
    client: Client, item: str, typed: object, message: str
) -> None:
    consultant = make_consultant()
    sign_in(client, consultant.user)
    before = stored(consultant)
    page = client.post(f"/profile/{item}/", {"value": typed}).content.decode()
    assert message in page
    assert page.split("<title>")[1].startswith("Error:")
    assert getattr(stored(consultant), item) == getattr(before, item)


def test_sealed_items_are_not_readable_in_the_database(client: Client) -> None:
    consultant = make_consultant()
    sign_in(client, consultant.user)
    client.post("/profile/legal_name/", {"value": "Legal Test Name"})
    assert b"Legal" not in bytes(stored(consultant).legal_name)
    assert len(bytes(stored(consultant).legal_name)) > 28


def picture_file(name: str = "me.jpg", *, exif: bool = False, kind: str = "JPEG") -> io.BytesIO:
    out = io.BytesIO()
    image = Image.new("RGB", (900, 700), "teal")
    data = Image.Exif()
    data[0x010E] = "where I live"
    image.save(out, kind, **({"exif": data} if exif else {}))
    out.seek(0)
    out.name = name
    return out


def test_a_photo_loses_what_the_camera_wrote(client: Client, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    consultant = make_consultant()
    sign_in(client, consultant.user)
    client.post("/profile/photo/", {"value": picture_file(exif=True)})
    kept = (tmp_path / stored(consultant).photo).read_bytes()
    assert b"where I live" not in kept
    assert Image.open(io.BytesIO(kept)).size == (640, 498)
    assert b"".join(client.get("/profile/photo/file/").streaming_content) == kept
    client.post("/profile/photo/", {})
    assert list((tmp_path / "photos").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7 not a picture", "Choose a picture"),
        (b"GIF89a" + b"\0" * 50, "Choose a picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 5_000_001, "Choose a smaller picture"),
    ],
)
def test_files_that_are_no_pictures_are_refused(
    client: Client, content: bytes, message: str
) -> None:
    consultant = make_consultant()
    sign_in(client, consultant.user)
    upload = io.BytesIO(content)
    upload.name = "me.jpg"
    assert message in client.post("/profile/photo/", {"value": upload}).content.decode()
    assert stored(consultant).photo == ""


def test_narrowing_holds_at_once(client: Client) -> None:
    consultant = make_consultant("Some Person", audience=Audience.CHECKED)
    member = make_checked_member()
    sign_in(client, consultant.user)
    page = client.post("/sharing/name/", {"audience": "0"}, follow=True).content.decode()
    assert "Only you can see this now." in page
    with acting(member):
        assert card_for(consultant.pk) is None


def test_widening_asks_first_and_changes_nothing_by_itself(client: Client) -> None:
    consultant = make_consultant("Some Person")
    sign_in(client, consultant.user)
    page = client.post("/sharing/name/", {"audience": "4"}).content.decode()
    assert "More people will see this" in page
    assert "Sign in again" in page
    client.post("/sharing/name/", {"audience": "4", "sure": "yes"})
    client.get("/sharing/name/?audience=4&sure=yes")
    assert stored(consultant).name_audience == Audience.ONLY_ME


def test_widening_after_signing_in_again_and_saying_yes(client: Client) -> None:
    consultant = make_consultant("Some Person")
    sign_in(client, consultant.user, by_password=True)
    assert (
        "Yes, let them see it" in client.post("/sharing/name/", {"audience": "4"}).content.decode()
    )
    client.post("/sharing/name/", {"audience": "4", "sure": "yes"})
    assert stored(consultant).name_audience == Audience.CHECKED


@pytest.mark.parametrize("audience", ["", "6", "-1", "all", "4' OR 1=1"])
def test_an_unknown_audience_is_refused(client: Client, audience: str) -> None:
    consultant = make_consultant(audience=Audience.PICKED)
    sign_in(client, consultant.user)
    page = client.post("/sharing/name/", {"audience": audience}).content.decode()
    assert "<title>Error:" in page
    assert stored(consultant).name_audience == Audience.PICKED


def test_pausing_hides_from_everybody_and_coming_back_shows_as_before(client: Client) -> None:
    consultant = make_consultant("Some Person", audience=Audience.CHECKED)
    member = make_checked_member()
    sign_in(client, consultant.user)
    assert (
        "You are paused"
        in client.post("/sharing/pause/", {"pause": "yes"}, follow=True).content.decode()
    )
    with acting(member):
        assert card_for(consultant.pk) is None
    client.post("/sharing/pause/", {"pause": "no"})
    with acting(member):
        assert card_for(consultant.pk) is not None


def test_the_page_says_when_the_working_name_hides_the_rest(client: Client) -> None:
    consultant = make_consultant("Some Person", rate=9_000)
    sign_in(client, consultant.user)
    assert "keeps the rest hidden" not in client.get("/sharing/").content.decode()
    with as_owner():
        Profile.objects.filter(pk=consultant.pk).update(rate_audience=4, name_audience=1)
    page = client.get("/sharing/").content.decode()
    assert "keeps the rest hidden" in page
    assert "It is set to: Organizations I pick" in page
    with as_owner():
        Profile.objects.filter(pk=consultant.pk).update(name_audience=4)
    assert "keeps the rest hidden" not in client.get("/sharing/").content.decode()


def test_who_may_invite_is_nobody_until_the_person_says_so(client: Client) -> None:
    consultant = make_consultant()
    sign_in(client, consultant.user)
    client.post("/sharing/", {"may_invite": "9"})
    assert Consultant.objects.get(pk=consultant.pk).may_invite == 0
    client.post("/sharing/", {"may_invite": "2"})
    assert Consultant.objects.get(pk=consultant.pk).may_invite == 2


def test_an_organization_sees_exactly_what_it_may(client: Client) -> None:
    consultant = make_consultant(
        "Shown Person", rate=12_345, introduction="Public words", audience=4
    )
    hidden = make_consultant("Unseen Person", statement="Unseen words")
    member = make_checked_member()
    organization_id = member.membership.organization_id
    sign_in(client, member)
    people = client.get("/org/people/").content.decode()
    assert "Shown Person" in people
    assert "Unseen" not in people
    page = client.get(f"/org/people/{code_for(organization_id, consultant.pk)}/").content.decode()
    assert "$123.45" in page
    assert "Public words" in page
    missing, unseen = (
        client.get(f"/org/people/{code}/")
        for code in (code_for(organization_id, 10**9), code_for(organization_id, hidden.pk))
    )
    assert (unseen.status_code, missing.status_code) == (404, 404)
    assert without_own_address(unseen) == without_own_address(missing)


def test_a_photo_is_shown_only_where_it_may_be_seen(client: Client, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    consultant = make_consultant("Shown Person", audience=4)
    sign_in(client, consultant.user)
    client.post("/profile/photo/", {"value": picture_file()})
    member = make_checked_member()
    address = f"/org/people/{code_for(member.membership.organization_id, consultant.pk)}/photo/"
    sign_in(client, member)
    assert client.get(address).status_code == 404
    with as_owner():
        Profile.objects.filter(pk=consultant.pk).update(photo_audience=4)
    response = client.get(address)
    assert response["Content-Type"] == "image/jpeg"
    response.close()


def test_the_code_of_one_organization_means_nothing_to_another(client: Client) -> None:
    consultant = make_consultant("Shown Person", audience=4)
    first, second = make_checked_member(), make_checked_member()
    codes = [code_for(m.membership.organization_id, consultant.pk) for m in (first, second)]
    assert codes[0] != codes[1]
    sign_in(client, second)
    assert client.get(f"/org/people/{codes[0]}/").status_code == 404
    assert client.get(f"/org/people/{codes[1]}/").status_code == 200


def test_each_person_has_one_code() -> None:
    code = code_for(1, 2)
    assert consultant_id_from(code, organization_id=1) == 2
    for other in (f"{code}!", f"{code[:5]}%{code[5:]}", f"{code}=", f" {code}"):
        assert consultant_id_from(other, organization_id=1) is None


def test_a_page_past_the_end_is_the_last_page(client: Client) -> None:
    make_consultant("Shown Person", audience=4)
    sign_in(client, make_checked_member())
    for page in ("2", "9999", "0", "-1", "x", "²", "99999999999"):
        assert "Shown Person" in client.get("/org/people/", {"page": page}).content.decode(), page


def test_sealed_items_on_a_list_cost_no_query_each(client: Client, count_queries) -> None:
    member = make_checked_member()
    sign_in(client, member)
    make_consultant("First Person", audience=4, email="a@mail.example", phone="+1 555 0100")
    client.get("/org/people/")
    one = count_queries(lambda: client.get("/org/people/"))
    for name in ("Second Person", "Third Person"):
        make_consultant(name, audience=4, email="b@mail.example", legal_name="Legal Test Name")
    assert count_queries(lambda: client.get("/org/people/")) == one


def test_a_photo_that_breaks_its_reader_is_refused() -> None:
    broken = bytearray(picture_file(exif=True).getvalue())
    for position in range(20, 120):
        broken[position] ^= 0xFF
    with pytest.raises(ValidationError):
        redraw(SimpleUploadedFile("me.jpg", bytes(broken)))


def test_a_picture_with_too_many_pixels_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (8000, 6000)).save(out, "PNG")
    with pytest.raises(ValidationError, match="fewer pixels"):
        redraw(SimpleUploadedFile("me.png", out.getvalue()))


@pytest.mark.parametrize("code", ["x", "!" * 22, "A" * 22, "ñ" * 22, "A" * 400])
def test_strange_codes_mean_nobody(code: str) -> None:
    assert consultant_id_from(code, organization_id=1) is None


def test_the_list_of_people_asks_the_same_of_one_and_of_three(
    client: Client, count_queries
) -> None:
    member = make_checked_member()
    make_consultant("First Person", audience=4)
    sign_in(client, member)
    client.get("/org/people/")
    one = count_queries(lambda: client.get("/org/people/"))
    make_consultant("Second Person", audience=4)
    make_consultant("Third Person", audience=4)
    assert count_queries(lambda: client.get("/org/people/")) == one


@pytest.mark.parametrize(
    "path",
    [
        "/profile/",
        "/profile/name/",
        "/profile/photo/file/",
        "/sharing/",
        "/sharing/name/",
        "/sharing/pause/",
    ],
)
def test_other_roles_find_no_profile_pages(client: Client, path: str) -> None:
    sign_in(client, make_member())
    assert nothing_here(client.post(path) if path == "/sharing/pause/" else client.get(path))


def test_a_member_of_an_unchecked_organization_sees_nobody(client: Client) -> None:
    make_consultant("Shown Person", audience=4)
    sign_in(client, make_member())
    page = client.get("/org/people/").content.decode()
    assert "Shown Person" not in page
    assert "People share with checked organizations." in page


def test_giving_raises_hidden_items_to_the_picked_and_stopping_holds_at_once() -> None:
    consultant = make_consultant("Some Person", rate=9_000)
    member = make_checked_member()
    with acting(consultant.user):
        consent = give(
            consultant, organization=member.membership.organization,
            scope=Scope(items=frozenset({"rate"}), purpose=Purpose.GETTING_TO_KNOW), actor=consultant.user,
        )  # fmt: skip
    assert stored(consultant).rate_audience == Audience.PICKED
    with acting(member):
        card = card_for(consultant.pk)
        assert card is not None
        assert dict(card.items) == {"name": "Some Person", "rate": 9_000}
    with acting(make_checked_member()):
        assert card_for(consultant.pk) is None
    with acting(consultant.user):
        stop(consent, actor=consultant.user)
        stop(consent, actor=consultant.user)
    with acting(member):
        assert card_for(consultant.pk) is None
