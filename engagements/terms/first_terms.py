"""The terms that a posting promised, to start the talk from: every disclosure goes on into them."""

from django.utils import translation
from django.utils.translation import gettext as _

from core.facts import listed
from engagements.models import Engagement, Posting
from engagements.models.disclosures import Credit, Ownership, Place, RecordingUse
from engagements.models.posting import FREE_TALK_MINUTES
from engagements.terms.terms import Stage, Terms


def first_terms(engagement: Engagement) -> Terms:
    """Return what the posting said as terms, in the language of the work."""
    posting: Posting = engagement.posting
    with translation.override(posting.language):
        return Terms(
            scope=posting.summary,
            stages=(*_paid_before(posting), _the_work(posting)),
            currency=posting.currency,
            pay_days=posting.pay_days,
            rounds_of_changes=2,
            expenses=posting.support_note,
            personal_experience=posting.personal_experience,
            off_limit_topics=posting.topics_to_skip,
            in_the_room=tuple(posting.in_the_room),
            mandated_reporting=reporting_of(posting),
            recording=recording_of(posting),
            ways_to_join=tuple(posting.ways_to_join),
            support=tuple(posting.support),
            ownership=str(Ownership(posting.ownership).label),
            credit=str(Credit(posting.credit).label),
            confidentiality="",
            cancel_full_hours=posting.cancel_full_hours,
            cancel_half_days=posting.cancel_half_days,
            hours=posting.hours,
            where=_where(posting),
        )


def _the_work(posting: Posting) -> Stage:
    return Stage(posting.title, posting.deliverable, posting.due_on, posting.fee_amount)


def _paid_before(posting: Posting) -> list[Stage]:
    """A longer first talk, a test or a sample is paid like any other work."""
    stages = []
    if posting.first_talk_amount:
        minutes = posting.first_talk_minutes or FREE_TALK_MINUTES
        talk = _("A talk of %(minutes)s minutes") % {"minutes": minutes}
        stages.append(Stage(_("First talk"), talk, posting.starts_on, posting.first_talk_amount))
    if posting.sample_asked:
        sample = _("Test or sample of work")
        stages.append(Stage(sample, sample, posting.starts_on, posting.sample_amount))
    return stages


def reporting_of(posting: Posting) -> str:
    """Return who must report, and to whom, as the terms say it."""
    if not posting.mandated_reporting:
        return ""
    return _("%(who)s To: %(whom)s") % {
        "who": posting.mandated_reporting,
        "whom": posting.reports_to,
    }


def recording_of(posting: Posting) -> str:
    """Return what is recorded, and what for, as the terms say it."""
    if not posting.recording_uses:
        return ""
    return f"{listed(RecordingUse, posting.recording_uses)}: {posting.recording}"


def _where(posting: Posting) -> str:
    parts = [str(Place(posting.place).label), posting.region, posting.time_zone.replace("_", " ")]
    return " · ".join(part for part in parts if part)
