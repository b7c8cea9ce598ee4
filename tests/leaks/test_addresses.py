"""Every address has an example, so that no new page escapes the walk."""

from tests.leaks.addresses import EXAMPLES, names_of_all_addresses

HOW = (
    "Add an example to EXAMPLES in tests/leaks/addresses.py: ONCE for a page without arguments,"
    " or each(lambda pair: {…}) for one of a person, a project or a piece of work."
)


def test_every_address_has_an_example() -> None:
    missing = sorted(names_of_all_addresses() - EXAMPLES.keys())
    assert not missing, f"No example for {', '.join(missing)}. {HOW}"


def test_no_example_is_left_of_a_page_that_is_gone() -> None:
    assert sorted(EXAMPLES.keys() - names_of_all_addresses()) == []
