"""An example for every address: **add yours here**, one line for each new page.

    "my_page": ONCE,                                  # no arguments
    "my_page": each(lambda pair: {"code": pair.code}) # for a person as an organization names them

`pair` is one consultant and one organization with what lies between them (`world.Pair`): `.code`,
`.posting`, `.interest`, `.invitation`, `.request`, `.permission`, `.engagement`, `.contract`, `.case`; None where the two
have no such thing. `queries` are tried on top of the bare address.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from organizations.models import Membership
from tests.leaks import truth
from tests.leaks.world import Pair

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """How to make an address's arguments: none, or from a pair (None: this pair has no such page)."""

    of_pair: Callable[[Pair], list[Arguments]] | None = None
    queries: tuple[str, ...] = ()
    by_post: bool = False  # shows something only to who presses a button
    own_only: bool = False  # many addresses of one's own pages: others try one of them

    def addresses(self, name: str, pair: Pair | None) -> Iterator[str]:
        """Yield the addresses for one pair, or the only one."""
        if self.of_pair is None:
            every: list[Arguments] = [{}]
        else:
            assert pair is not None
            every = self.of_pair(pair)
        for arguments in every:
            address = reverse(name, kwargs=arguments)
            yield address
            yield from (address + query for query in self.queries)


ONCE = Example()


def once(*queries: str) -> Example:
    """A page without arguments, also with these queries."""
    return Example(queries=queries)


def each(arguments: Callable[[Pair], Arguments], *queries: str) -> Example:
    """A page for a pair; a pair without the row behind it has none."""

    def of_pair(pair: Pair) -> list[Arguments]:
        found = arguments(pair)
        return [] if any(value is None for value in found.values()) else [found]

    return Example(of_pair, queries)


def items(name: str) -> Example:
    """A page for each item of a profile."""
    return Example(lambda _pair: [{name: item} for item in truth.ITEMS], own_only=True)


def numbered(name: str, *, upto: int) -> Example:
    """A page for each of the first rows that a person numbers for themself."""
    return Example(lambda _pair: [{name: n} for n in range(1, upto + 1)], own_only=True)


def code_of(row: Any) -> str | None:
    """The code of a row, where the pair has it."""
    return row.code if row is not None else None


def membership_code(pair: Pair) -> str | None:
    """The code of the member who acts for the organization, while they do."""
    return code_of(Membership.objects.filter(user=pair.member).first())


PERSON = each(lambda pair: {"code": pair.code})
POSTING = each(lambda pair: {"code": pair.posting.code})
INTEREST = each(lambda pair: {"code": code_of(pair.interest)})
INVITATION = each(lambda pair: {"code": code_of(pair.invitation)})
CONSULTANT = each(lambda pair: {"code": pair.consultant.code})
CASE = each(lambda pair: {"code": code_of(pair.case)})
REQUEST = each(lambda pair: {"code": code_of(pair.request)})
PERMISSION = each(lambda pair: {"code": code_of(pair.consent)})
WORK = each(lambda pair: {"code": code_of(pair.engagement)})
STAGE = each(
    lambda pair: {"code": code_of(pair.engagement), "number": 1 if pair.contract else None}
)
ORGANIZATION = each(lambda pair: {"code": pair.organization.code})
MEMBER = each(lambda pair: {"code": membership_code(pair)})
WORK_MEMBER = each(
    lambda pair: {"code": code_of(pair.engagement), "member_code": membership_code(pair)}
)
CONCERN = each(lambda pair: {"code": code_of(pair.concern)})
NO_SUCH = each(lambda _pair: {"code": "no-such-row"})  # nothing of a consultant lies behind it
STEPS = Example(lambda _pair: [{"step": step} for step in range(8)], own_only=True)

EXAMPLES: dict[str, Example] = {
    # home
    "welcome": ONCE,
    "safety": ONCE,
    "help": ONCE,
    "leave": ONCE,
    "home": ONCE,
    "org": ONCE,
    # accounts
    "join": ONCE,
    "join_device": ONCE,
    "join_name": ONCE,
    "join_address": ONCE,
    "join_sent": ONCE,
    "join_open": each(lambda _pair: {"token": "no-such-token"}),
    "sign_in": ONCE,
    "account_login": ONCE,
    "account_reauthenticate": ONCE,
    "sign_out": ONCE,
    "account": ONCE,
    "account_change_password": ONCE,
    "end_session": ONCE,
    # organizations
    "join_organization": ONCE,
    "org_check": ONCE,
    "org_check_ask": ONCE,
    "org_check_look": ONCE,
    "org_check_register": ONCE,
    "org_check_vouch": ONCE,
    "org_check_answer": each(lambda _pair: {"code": "no-such-question"}),
    "org_details": ONCE,
    "concern_report": ORGANIZATION,
    "concerns": ONCE,
    "concern": CONCERN,
    "team": ONCE,
    "team_add": ONCE,
    "team_history": ONCE,
    "team_member": MEMBER,
    "team_remove": MEMBER,
    "team_take_back": NO_SUCH,
    "join_team": NO_SUCH,
    "lessons": ONCE,
    "lesson": each(lambda _pair: {"slug": "privacy"}),
    "self_check": ONCE,
    "self_check_start": ONCE,
    "self_check_step": STEPS,
    "self_check_add_file": STEPS,
    "self_check_file": NO_SUCH,
    "self_check_file_out": NO_SUCH,
    "self_check_add_action": ONCE,
    "self_check_action_out": NO_SUCH,
    "self_check_action_done": NO_SUCH,
    "self_check_finish": ONCE,
    "self_check_all": NO_SUCH,
    "organization": ORGANIZATION,
    # consultants
    "profile": ONCE,
    "own_photo": ONCE,
    "profile_item": items("name"),
    "sharing": ONCE,
    "sharing_pause": ONCE,
    "sharing_item": items("name"),
    "people": once("?page=2"),
    "person": PERSON,
    "person_photo": PERSON,
    "see_as": once("?audience=4", "?audience=5"),
    "blocked": ONCE,
    "unblock": ONCE,
    "block": ORGANIZATION,
    "looked": ONCE,
    "public_page": CONSULTANT,
    "public_photo": CONSULTANT,
    # permissions
    "permissions": ONCE,
    "give": ONCE,
    "give_to": ORGANIZATION,
    "asked": REQUEST,
    "asked_allow": REQUEST,
    "asked_part": REQUEST,
    "asked_no": REQUEST,
    "permission": PERMISSION,
    "permission_change": PERMISSION,
    "permission_stop": PERMISSION,
    "permission_receipt": PERMISSION,
    "receipts": ONCE,
    "receipt": numbered("number", upto=5),
    "receipt_file": numbered("number", upto=5),
    "receipt_paper": numbered("number", upto=5),
    "ask_permission": PERSON,
    "org_permissions": ONCE,
    "request_withdraw": REQUEST,
    "permission_use": PERMISSION,
    "takedown": PERMISSION,
    # engagements
    "projects": ONCE,
    "project": POSTING,
    "project_keep": POSTING,
    "project_forget": POSTING,
    "saved_projects": ONCE,
    "search_keep": ONCE,
    "search_delete": each(lambda _pair: {"code": "no-such-search"}),
    "usual_terms": ONCE,
    "paid": ONCE,
    "org_projects": ONCE,
    "org_project_new": ONCE,
    "org_project": POSTING,
    "org_project_step": each(lambda pair: {"code": pair.posting.code, "slug": "work"}),
    "org_project_words": POSTING,
    "org_project_words_use": POSTING,
    "org_project_copy": POSTING,
    "org_project_template": POSTING,
    "org_project_take_back": POSTING,
    "org_project_publish": POSTING,
    "org_project_close": POSTING,
    "org_project_withdraw": POSTING,
    "interest": POSTING,
    "interest_withdraw": INTEREST,
    "interest_answer": INTEREST,
    "invite": PERSON,
    "invitation": INVITATION,
    "invitation_accept": INVITATION,
    "invitation_change": INVITATION,
    "invitation_block": INVITATION,
    "invitation_decline": INVITATION,
    "invitation_withdraw": INVITATION,
    "terms": WORK,
    "terms_accept": WORK,
    "terms_decline": WORK,
    "terms_change": WORK,
    "stop_talking": WORK,
    "sign": WORK,
    "sign_decline": WORK,
    "contract": WORK,
    "contract_file": WORK,
    "jobs": ONCE,
    "work": WORK,
    "book_again": WORK,
    "feedback": WORK,
    "work_team": WORK,
    "work_team_part": WORK_MEMBER,
    "stage": STAGE,
    "stage_approve": STAGE,
    "hand_in_file": STAGE,
    # payments
    "pay": WORK,
    "money": ONCE,
    "set_up_pay": ONCE,
    "webhook": ONCE,
    # desk
    "desk": ONCE,
    "desk_org": ORGANIZATION,
    "desk_look": ORGANIZATION,
    "desk_take_back": ORGANIZATION,
    "desk_proof": each(lambda pair: {"code": pair.organization.code, "kind": "register"}),
    "desk_concern": CONCERN,
    "desk_concern_open": CONCERN,
    "desk_project": POSTING,
    "desk_payments": ONCE,
    "desk_words": ONCE,
    "desk_word_new": ONCE,
    "desk_word": each(lambda _pair: {"number": 1}),
    "desk_word_retire": each(lambda _pair: {"number": 1}),
    "desk_revive": ONCE,
    "desk_questions": ONCE,
    "desk_questions_draft": ONCE,
    "desk_questions_publish": ONCE,
    "desk_questions_preview": each(lambda _pair: {"number": 1}),
    "desk_question_add": STEPS,
    "desk_question": NO_SUCH,
    "desk_question_up": NO_SUCH,
    "desk_question_out": NO_SUCH,
    "desk_access": ONCE,
    "desk_access_one": CASE,
    "desk_access_agree": CASE,
    "desk_access_look": replace(CASE, by_post=True),
}


def names_of_all_addresses() -> set[str]:
    """Return the name of every address that answers; one without a name is an error of its own."""
    return {str(entry.name) for entry in _patterns(get_resolver())}


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry
