"""What to know before saying yes: who is there, who reports, what is recorded, what is asked."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from core.facts import Fact, listed
from engagements.models import Posting
from engagements.models.disclosures import InTheRoom, PersonalExperience, RecordingUse
from engagements.postings.columns.column import Column, Question, Step, text


def _say_room(posting: Posting) -> list[Fact]:
    there = listed(InTheRoom, posting.in_the_room)
    nobody = gettext("Nobody from police, immigration, courts, press, funders or the public")
    about = gettext("In the room or reading the result")
    return [Fact(about, there or nobody, is_marked=bool(there))]


ROOM = Step(
    "room",
    _("Who is there"),
    (
        Question(
            "is_anyone_there",
            ask.yes_or_no(
                _("Does any of these take part, or read the result?"), no=_("No, none of them")
            ),
            details=("in_the_room",),
        ),
        Column(
            "in_the_room",
            ask.several(
                _("Who?"),
                InTheRoom.choices,
                hint=_("If this changes after acceptance, the consultant may leave with pay."),
            ),
        ),
    ),
    _say_room,
)


def _say_reporting(posting: Posting) -> list[Fact]:
    who = gettext("Who must report what is said")
    if not posting.mandated_reporting:
        return [Fact(who, gettext("Nobody"))]
    return [
        Fact(who, posting.mandated_reporting, is_marked=True),
        Fact(gettext("To whom they report"), posting.reports_to),
    ]


REPORTING = Step(
    "reporting",
    _("Who must report"),
    (
        Question(
            "must_report",
            ask.yes_or_no(
                _("Must anybody who takes part report what is said?"),
                hint=_("For example a nurse or a social worker, by law."),
            ),
            details=("mandated_reporting", "reports_to"),
        ),
        text(
            "mandated_reporting",
            _("Who must report, and what"),
            called=_("Who must report"),
            required=False,
        ),
        text("reports_to", _("To whom they report"), required=False),
    ),
    _say_reporting,
)


def _say_recording(posting: Posting) -> list[Fact]:
    uses = listed(RecordingUse, posting.recording_uses)
    about = gettext("Recording, photos, naming")
    said = [Fact(about, uses or gettext("None"), is_marked=bool(uses))]
    if posting.recording:
        said.append(Fact(gettext("What for, where and how long"), posting.recording))
    return said


RECORDING = Step(
    "recording",
    _("Recording, photos, naming"),
    (
        Question(
            "is_recorded",
            ask.yes_or_no(
                _("Do you record, take photos, name the consultant, or use anything again?"),
                no=_("No, none of it"),
            ),
            details=("recording_uses", "recording"),
        ),
        Column("recording_uses", ask.several(_("Which?"), RecordingUse.choices)),
        text(
            "recording",
            _("What for, where it is shown, and for how long"),
            called=_("What is recorded, and for what"),
            required=False,
        ),
    ),
    _say_recording,
    is_usual=True,
)


def _say_experience(posting: Posting) -> list[Fact]:
    said = [
        Fact(
            gettext("Personal experience"),
            posting.get_personal_experience_display(),
            is_marked=posting.personal_experience == PersonalExperience.CENTRAL,
        )
    ]
    if posting.topics_to_skip:
        said.append(Fact(gettext("Topics that may be skipped"), posting.topics_to_skip))
    return said


EXPERIENCE = Step(
    "experience",
    _("Personal experience"),
    (
        Column(
            "personal_experience",
            ask.one(
                _("Personal experience"),
                PersonalExperience.choices,
                hint=_("You hire expertise. Most projects do not ask about somebody's own life."),
            ),
        ),
        text(
            "topics_to_skip",
            _("Topics that may be skipped"),
            required=False,
            hint=_("Only when experience is optional or central. Nobody has to name their own."),
        ),
    ),
    _say_experience,
    is_usual=True,
)
