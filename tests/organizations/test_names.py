"""Names and websites that one could take for each other are noticed; ordinary neighbours are not."""

import time

import pytest

from organizations.models import LookAlike
from organizations.names import are_alike, domain_key, name_key
from tests.factories import make_member

ALIKE = [
    ("Lantern House", "LANTERN  HOUSE"),
    ("Lantern House", "The Lantern House, Inc."),
    ("Lantern House", "Lаntеrn Hоusе"),  # Cyrillic letters
    ("Lantern House", "Lantérn Hóuse"),
    ("Lantern House", "L4ntern House"),
    ("Lantern House", "Lantem House"),  # rn and m
    ("Lantern House", "Lantern-House Foundation"),
    ("Lantern House", "Lantern House International"),
    ("Example House", "The Examp1e House"),
    ("Casa de la Luz", "Fundación Casa Luz, A.C."),
    ("Ωmega Fund", "Wmega Fund Ltd."),
    ("University of Sample", "Univercity of Sample"),
]
APART = [
    ("Lantern House", "Harbor House"),
    ("Hope House", "Hope Home"),
    ("City Shelter", "County Shelter"),
    ("Sample University", "Sample Hospital"),
    ("Red Umbrella", "Umbrella Law"),
    ("Casa Luz", "Casa Sol"),
    ("A", "B"),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_look_alike_are_noticed(one: str, other: str) -> None:
    assert are_alike(name_key(one), name_key(other))


@pytest.mark.parametrize(("one", "other"), APART)
def test_ordinary_neighbours_are_not(one: str, other: str) -> None:
    assert not are_alike(name_key(one), name_key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lantern.example", "lantern.org"),
        ("lantern-house.example", "lanternhouse.example"),
        ("lantern.example", "xn--lantrn-6of.example"),  # Cyrillic е, as browsers show it
        ("lantern.example", "1antern.example"),
    ],
)
def test_websites_that_look_alike_are_noticed(one: str, other: str) -> None:
    assert are_alike(domain_key(one), domain_key(other))


@pytest.mark.parametrize("domain", ["", ".", "xn--", "xn--a-\u00fc.example", "localhost"])
def test_a_strange_domain_breaks_nothing(domain: str) -> None:
    assert isinstance(domain_key(domain), str)


def test_ten_thousand_names_are_compared_within_a_second() -> None:
    keys = [name_key(f"Organization number {n} of somewhere") for n in range(10_000)]
    wanted = name_key("Lantern House")
    begun = time.process_time()
    assert not any(are_alike(key, wanted) for key in keys)
    assert time.process_time() - begun < 1


@pytest.mark.django_db
def test_look_alikes_are_kept_with_the_newer_ones_check() -> None:
    older = make_member(name="Lantern House").membership.organization
    make_member()
    newer = make_member(name="Lantern Hоuse").membership.organization  # a Cyrillic о
    kept = LookAlike.objects.get()
    assert (kept.other, kept.verification.organization, kept.why) == (older, newer, "name")
