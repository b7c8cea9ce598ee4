"""A new DATA_KEY takes over from an earlier one without a moment in which anything is unreadable."""

import base64
import os
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.signup.services import create_consultant
from security import keys
from security.keys import destroy_key, wrap_again, wrapped_before
from security.models import PersonKey
from security.sealing import NotOurs, seal, unseal
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "Calle Ocho 8, apartado 12"


def new_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


@pytest.fixture
def sealed() -> dict[int, bytes]:
    """Five people with one sealed value each."""
    people = [create_consultant(f"sealed-person-{n}", password=PASSWORD) for n in range(5)]
    return {user.pk: seal(SECRET, user_id=user.pk, field="address") for user in people}


def change_key(settings: Any) -> str:
    """Set a new DATA_KEY, keep the earlier one for opening; return it."""
    earlier = settings.DATA_KEY
    settings.DATA_KEYS_BEFORE, settings.DATA_KEY = [earlier], new_key()
    return str(earlier)


def all_open(sealed: dict[int, bytes]) -> bool:
    return {unseal(value, user_id=pk, field="address") for pk, value in sealed.items()} == {SECRET}


def test_after_a_change_of_key_everything_opens_before_and_after_the_rotation(
    sealed: dict[int, bytes], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    change_key(settings)
    assert all_open(sealed)
    assert wrapped_before().count() == 5

    call_command("rotate_data_key")

    settings.DATA_KEYS_BEFORE = []
    assert all_open(sealed)
    assert wrapped_before().count() == 0
    assert "5 of 5 keys" in capsys.readouterr().out


def test_a_second_run_has_nothing_to_do(
    sealed: dict[int, bytes], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    change_key(settings)
    call_command("rotate_data_key")
    before = list(PersonKey.objects.order_by("pk").values_list("wrapped", flat=True))

    call_command("rotate_data_key")

    after = list(PersonKey.objects.order_by("pk").values_list("wrapped", flat=True))
    assert list(map(bytes, before)) == list(map(bytes, after))
    assert "can be emptied" in capsys.readouterr().out.splitlines()[-1]


def test_a_rotation_that_was_stopped_goes_on_where_it_was(
    sealed: dict[int, bytes], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "A_BATCH", 2)
    change_key(settings)
    steps = wrap_again()
    assert next(steps) == (2, 0)
    steps.close()
    assert wrapped_before().count() == 3
    assert all_open(sealed)

    assert list(wrap_again()) == [(2, 0), (1, 0)]
    assert all_open(sealed)


def test_a_key_that_nothing_opens_is_told_and_left_alone(
    sealed: dict[int, bytes], settings: Any
) -> None:
    change_key(settings)
    lost = PersonKey.objects.order_by("pk").first()
    assert lost is not None
    PersonKey.objects.filter(pk=lost.pk).update(wrapped=b"none" + bytes(lost.wrapped)[4:])

    with pytest.raises(CommandError, match="1 keys are wrapped by a key"):
        call_command("rotate_data_key")

    assert wrapped_before().count() == 1
    with pytest.raises(NotOurs, match="settings don't have"):
        unseal(sealed[lost.pk], user_id=lost.pk, field="address")


def test_a_changed_number_of_a_key_opens_nothing(sealed: dict[int, bytes], settings: Any) -> None:
    change_key(settings)
    pk = next(iter(sealed))
    row = PersonKey.objects.get(pk=pk)
    other = keys._number(base64.b64decode(settings.DATA_KEY))
    PersonKey.objects.filter(pk=pk).update(wrapped=other + bytes(row.wrapped)[4:])
    with pytest.raises(NotOurs):
        unseal(sealed[pk], user_id=pk, field="address")


def test_what_is_sealed_after_the_change_needs_the_new_key_only(
    sealed: dict[int, bytes], settings: Any
) -> None:
    change_key(settings)
    user: User = create_consultant("later-person", password=PASSWORD)
    value = seal(SECRET, user_id=user.pk, field="address")
    settings.DATA_KEYS_BEFORE = []
    assert unseal(value, user_id=user.pk, field="address") == SECRET


def test_destroying_a_key_ends_one_persons_values_and_nobody_elses(
    sealed: dict[int, bytes],
) -> None:
    first, second, *_others = sealed
    assert destroy_key(first)
    assert not destroy_key(first)
    with pytest.raises(NotOurs):
        unseal(sealed[first], user_id=first, field="address")
    assert unseal(sealed[second], user_id=second, field="address") == SECRET
    seal("something new", user_id=first, field="address")  # a new key does not open old values
    with pytest.raises(NotOurs):
        unseal(sealed[first], user_id=first, field="address")


def test_the_wrapped_key_holds_no_key(sealed: dict[int, bytes], settings: Any) -> None:
    pk = next(iter(sealed))
    wrapped = bytes(PersonKey.objects.get(pk=pk).wrapped)
    assert keys.keys_of([pk])[pk] not in wrapped
    assert base64.b64decode(settings.DATA_KEY) not in wrapped
