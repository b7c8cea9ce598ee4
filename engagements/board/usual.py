"""Where a project differs from a consultant's usual terms. Shown to that consultant, to nobody else."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.facts import listed
from core.money import format_money
from engagements.board.search import Card
from engagements.models import Posting, UsualTerms
from engagements.models.disclosures import InTheRoom, PersonalExperience, Place

BY_WEIGHT = (
    PersonalExperience.NOT_ASKED,
    PersonalExperience.OPTIONAL,
    PersonalExperience.CENTRAL,
)


def differences(usual: UsualTerms | None, posting: Posting | Card) -> list[str]:
    """Return each way in which a project falls short of somebody's usual terms, in words."""
    return list(_differences(usual, posting)) if usual is not None else []


def _differences(usual: UsualTerms, posting: Posting | Card) -> Iterator[str]:
    yield from _pay(usual, posting)
    if _asks_more(usual.personal_experience, posting.personal_experience):
        yield _("Personal experience: %(asked)s") % {
            "asked": PersonalExperience(posting.personal_experience).label
        }
    there = [one for one in posting.in_the_room if one in usual.not_in_the_room]
    if there:
        yield _("In the room: %(who)s") % {"who": listed(InTheRoom, there)}
    if usual.no_recording and posting.recording_uses:
        yield _("Recording or photos")
    if usual.no_reporting and posting.mandated_reporting:
        yield _("Somebody must report what is said")
    if usual.remote_only and posting.place == Place.IN_PERSON:
        yield _("In person")
    if usual.ways_to_join and not set(usual.ways_to_join) & set(posting.ways_to_join):
        yield _("None of your ways to take part")


def _pay(usual: UsualTerms, posting: Posting | Card) -> Iterator[str]:
    if usual.hourly_amount and posting.fee_amount < usual.hourly_amount * posting.hours:
        yield _("%(pay)s for an hour, your usual is %(usual)s") % {
            "pay": format_money(posting.hourly_amount, posting.currency),
            "usual": format_money(usual.hourly_amount),
        }
    if usual.equal_pay and posting.fee_amount < posting.comparison_amount:
        yield _("Less than other experts get")
    if usual.pay_days is not None and posting.pay_days > usual.pay_days:
        yield _("Pay %(days)s days after approval") % {"days": posting.pay_days}
    if _is_less(posting.cancel_full_hours, usual.cancel_full_hours):
        yield _("All is paid only when cancelled within %(hours)s hours") % {
            "hours": posting.cancel_full_hours
        }
    if _is_less(posting.cancel_half_days, usual.cancel_half_days):
        yield _("Half is paid only when cancelled within %(days)s days") % {
            "days": posting.cancel_half_days
        }


def _is_less(offered: int, usual: int | None) -> bool:
    return usual is not None and offered < usual


def _asks_more(most: str, asked: str) -> bool:
    return bool(most) and BY_WEIGHT.index(PersonalExperience(asked)) > BY_WEIGHT.index(
        PersonalExperience(most)
    )
