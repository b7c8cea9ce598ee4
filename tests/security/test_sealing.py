"""Sealed values open for their owner and field only, and for nobody once the key is gone."""

import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.signup.services import create_consultant
from security.ciphers import decrypt, encrypt, new_key
from security.models import PersonKey
from security.sealing import NotOurs, Opener, _belongs_to, seal, unseal
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

SECRET = "Calle Ocho 8, apartado 12"


@pytest.fixture
def user() -> User:
    return create_consultant("sealed-person", password=PASSWORD)


@pytest.fixture
def other() -> User:
    return create_consultant("other-person", password=PASSWORD)


def test_what_was_sealed_opens_and_says_nothing_before(user: User) -> None:
    sealed = seal(SECRET, user_id=user.pk, field="address")
    assert b"Calle" not in sealed
    assert unseal(sealed, user_id=user.pk, field="address") == SECRET
    assert unseal(memoryview(sealed), user_id=user.pk, field="address") == SECRET


def test_the_same_text_is_sealed_differently_each_time(user: User) -> None:
    first, second = (seal(SECRET, user_id=user.pk, field="address") for _ in range(2))
    assert first != second
    assert PersonKey.objects.count() == 1


def test_empty_stays_empty_and_makes_no_key(user: User) -> None:
    assert seal("", user_id=user.pk, field="address") == b""
    assert unseal(b"", user_id=user.pk, field="address") == ""
    assert not PersonKey.objects.exists()


def test_a_value_moved_to_another_field_is_refused(user: User) -> None:
    sealed = seal(SECRET, user_id=user.pk, field="address")
    with pytest.raises(NotOurs):
        unseal(sealed, user_id=user.pk, field="legal_name")


def test_a_value_moved_to_another_person_is_refused(user: User, other: User) -> None:
    sealed = seal(SECRET, user_id=user.pk, field="address")
    seal("something", user_id=other.pk, field="address")
    with pytest.raises(NotOurs):
        unseal(sealed, user_id=other.pk, field="address")


def other_than(value: bytes, data: st.DataObject) -> bytes:
    """Return a value that differs: flipped, cut, longer, of another version, or with parts swapped."""
    way = data.draw(st.sampled_from(["flip", "cut", "longer", "version", "rotate", "other nonce"]))
    if way == "flip":
        bits = int.from_bytes(value) ^ (1 << data.draw(st.integers(0, len(value) * 8 - 1)))
        return bits.to_bytes(len(value))
    if way == "cut":
        return value[: data.draw(st.integers(1, len(value) - 1))]
    if way == "longer":
        return value + data.draw(st.binary(min_size=1, max_size=20))
    if way == "version":
        return bytes([data.draw(st.sampled_from([0, *range(2, 256)]))]) + value[1:]
    if way == "rotate":
        by = data.draw(st.integers(1, len(value) - 1))
        return value[by:] + value[:by]
    return value[:1] + data.draw(st.binary(min_size=12, max_size=12)) + value[13:]


@given(text=st.text(min_size=1, max_size=300), data=st.data())
def test_any_text_comes_back_and_any_change_to_it_is_refused(
    text: str, data: st.DataObject
) -> None:
    key, place = new_key(), "user:7:address"
    value = encrypt(key, text.encode(), place)
    assert decrypt(key, value, place).decode() == text
    changed = other_than(value, data)
    if changed != value:
        with pytest.raises(NotOurs):
            decrypt(key, changed, place)
    with pytest.raises(NotOurs):
        decrypt(new_key(), value, place)


@given(
    ours=st.tuples(st.integers(1, 50), st.sampled_from(["email", "phone", "address"])),
    theirs=st.tuples(st.integers(1, 50), st.sampled_from(["email", "phone", "address"])),
)
def test_a_value_opens_where_it_belongs_and_nowhere_else(
    ours: tuple[int, str], theirs: tuple[int, str]
) -> None:
    key = new_key()  # one key for both, so that only the place tells them apart
    value = encrypt(key, b"private", _belongs_to(*ours))
    if ours == theirs:
        assert decrypt(key, value, _belongs_to(*theirs)) == b"private"
    else:
        with pytest.raises(NotOurs):
            decrypt(key, value, _belongs_to(*theirs))


def test_an_empty_ciphertext_is_of_no_version() -> None:
    with pytest.raises(NotOurs, match="version"):
        decrypt(new_key(), b"", "user:7:address")


def test_a_key_moved_to_another_person_is_refused(user: User, other: User) -> None:
    sealed = seal(SECRET, user_id=user.pk, field="address")
    PersonKey.objects.create(user=other, wrapped=PersonKey.objects.get(user=user).wrapped)
    with pytest.raises(NotOurs):
        unseal(sealed, user_id=other.pk, field="address")


def test_without_the_key_of_the_settings_nothing_opens(user: User, settings) -> None:
    sealed = seal(SECRET, user_id=user.pk, field="address")
    settings.DATA_KEY = base64.b64encode(os.urandom(32)).decode()
    with pytest.raises(NotOurs):
        unseal(sealed, user_id=user.pk, field="address")


def test_a_destroyed_key_ends_everything_sealed_and_is_not_made_anew_by_looking(user: User) -> None:
    sealed = seal(SECRET, user_id=user.pk, field="address")
    PersonKey.objects.all().delete()
    with pytest.raises(NotOurs):
        unseal(sealed, user_id=user.pk, field="address")
    assert not PersonKey.objects.exists()


def test_keys_of_many_people_are_read_in_one_query(
    user: User, other: User, django_assert_num_queries
) -> None:
    sealed = {one.pk: seal(SECRET, user_id=one.pk, field="email") for one in (user, other)}
    with django_assert_num_queries(1):
        opener = Opener(sealed)
        texts = [opener.open(value, user_id=pk, field="email") for pk, value in sealed.items()]
    assert texts == [SECRET, SECRET]


def test_nobody_asked_for_means_no_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        Opener([])


def test_a_key_says_nothing_in_logs(user: User) -> None:
    seal(SECRET, user_id=user.pk, field="address")
    assert str(PersonKey.objects.get()) == f"key of user {user.pk}"
