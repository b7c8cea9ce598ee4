"""Sealed values open for their owner and field only, and for nobody once the key is gone."""

import base64
import os

import pytest

from accounts.models import User
from accounts.services import create_consultant
from safety.models import PersonKey
from safety.sealing import NotOurs, Opener, seal, unseal
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


def test_a_flip_of_any_bit_is_refused(user: User) -> None:
    sealed = seal("short", user_id=user.pk, field="address")
    for position in range(len(sealed)):
        for bit in range(8):
            flipped = bytearray(sealed)
            flipped[position] ^= 1 << bit
            with pytest.raises(NotOurs):
                unseal(bytes(flipped), user_id=user.pk, field="address")


@pytest.mark.parametrize("length", [1, 5, 13, 20, 28])
def test_a_value_cut_short_is_refused(user: User, length: int) -> None:
    sealed = seal("short", user_id=user.pk, field="address")
    with pytest.raises(NotOurs):
        unseal(sealed[:length], user_id=user.pk, field="address")


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
