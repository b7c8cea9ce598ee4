"""Support, what becomes of the result, and who sees the posting."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from core.facts import Fact, listed
from engagements.models import Posting
from engagements.models.disclosures import Credit, Ownership, Support
from engagements.postings.columns.column import Column, Step, text
from security.registry import Reach


def _say_support(posting: Posting) -> list[Fact]:
    offered = listed(Support, posting.support)
    none = gettext("None named. You can ask.")
    said = [Fact(gettext("Support, paid ahead"), offered or none)]
    if posting.support_note:
        said.append(Fact(gettext("More about support"), posting.support_note))
    return said


SUPPORT = Step(
    "support",
    _("Support, paid ahead"),
    (
        Column(
            "support",
            ask.several(
                _("What you offer and pay ahead"),
                Support.choices,
                hint=_("Apart from the fee. Leave all empty for none; consultants can ask."),
            ),
        ),
        text("support_note", _("More about support"), required=False),
    ),
    _say_support,
)


def _say_ownership(posting: Posting) -> list[Fact]:
    return [
        Fact(gettext("Who owns the result"), posting.get_ownership_display()),
        Fact(gettext("Credit"), posting.get_credit_display()),
    ]


OWNERSHIP = Step(
    "ownership",
    _("The result"),
    (
        Column("ownership", ask.one(_("Who owns the result"), Ownership.choices)),
        Column("credit", ask.one(_("How the consultant is named"), Credit.choices)),
    ),
    _say_ownership,
    is_usual=True,
)

EVERYBODY, INVITED = _("Everybody, on the board"), _("Only people we invite")


def _say_audience(posting: Posting) -> list[Fact]:
    return [Fact(gettext("Who sees it"), str(INVITED if posting.invite_only else EVERYBODY))]


AUDIENCE = Step(
    "audience",
    _("Who sees it"),
    (
        Column(
            "invite_only",
            ask.yes_or_no(_("Who can see this project?"), no=EVERYBODY, yes=INVITED),
            reach=Reach.INTERNAL,
        ),
    ),
    _say_audience,
    is_usual=True,
)
