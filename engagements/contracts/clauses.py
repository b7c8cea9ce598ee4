"""The clauses of a contract, each with a plain summary: the same on screen and in the document."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.facts import Fact
from engagements.parties import Parties
from engagements.terms import wording
from engagements.terms.terms import Terms
from engagements.terms.wording import StageLine


@dataclass(frozen=True)
class Clause:
    """One clause: what it means in plain words, then what is agreed."""

    title: str
    summary: str
    text: tuple[str, ...] = ()
    lines: tuple[Fact, ...] = ()
    stages: tuple[StageLine, ...] = field(default=())
    total: str = ""


def clauses_of(terms: Terms, parties: Parties) -> list[Clause]:
    """Return the whole contract in the active language, in order."""
    return [
        _who_agrees(parties),
        _the_work(terms),
        _stages_and_fee(terms),
        _pay(terms),
        _stopping(),
        _safety(terms),
        _result(terms),
        _rights(),
        _signing(),
    ]


def _who_agrees(parties: Parties) -> Clause:
    return Clause(
        _("Who agrees"),
        _("This is between the two of you, as equals. A working name is enough."),
        (_("Both sides act for themselves. Neither is the employee of the other."),),
        (
            Fact(_("Consultant"), parties.consultant),
            Fact(_("Organization"), parties.organization),
        ),
    )


def _the_work(terms: Terms) -> Clause:
    return Clause(
        _("The work"),
        _("What you agreed to do. Anything else needs a new agreement, with its own pay."),
        tuple(part.strip() for part in terms.scope.splitlines() if part.strip()),
    )


def _stages_and_fee(terms: Terms) -> Clause:
    return Clause(
        _("Stages and fee"),
        _("Each stage has its own fee. Work on a stage starts when its money is in."),
        (
            _(
                "A stage that is handed in is approved, or counts as approved when the review days pass."
            ),
            _("An approval is never taken back."),
        ),
        stages=tuple(wording.stage_lines(terms)),
        total=wording.total_in_words(terms),
    )


def _pay(terms: Terms) -> Clause:
    return Clause(
        _("Pay"),
        _(
            "The full fee goes to the consultant. Nothing is taken off, and pay that was sent is not taken back."
        ),
        (
            _(
                "The organization pays in the fee of a stage before the stage starts. The amount is held until the stage is approved."
            ),
            _("It is paid through the payment provider that the consultant sets up on the site."),
            _("No stage is paid later than 30 days after it is completed."),
        ),
        tuple(wording.lines_of_pay(terms)),
    )


def _stopping() -> Clause:
    return Clause(
        _("Stopping"),
        _("The consultant may leave at any time and does not have to say why. Work done is paid."),
        (
            _("The organization may stop by paying what the terms say about cancelling."),
            _(
                "If who is in the room, recording or reporting changes, the consultant may leave, and that is paid like a cancellation by the organization."
            ),
        ),
    )


def _safety(terms: Terms) -> Clause:
    return Clause(
        _("What is asked, and who is there"),
        _(
            "Expertise is hired here, not a life story. Questions about off-limit topics may be refused."
        ),
        lines=tuple(wording.lines_of_safety(terms)),
    )


def _result(terms: Terms) -> Clause:
    return Clause(
        _("The result"),
        _("Who owns what is made, how the consultant is named, and what stays between you."),
        lines=tuple(wording.lines_of_result(terms)),
    )


def _rights() -> Clause:
    return Clause(
        _("Rights that stay"),
        _("Signing takes no legal right away from anybody."),
        (
            _("Nothing here waives a right that the law gives to either side."),
            _(
                "Nobody is asked for a lower fee or for extra work in return for being paid on time."
            ),
            _(
                "Nobody is treated worse for using a right, asking a question or reporting a problem."
            ),
        ),
    )


def _signing() -> Clause:
    return Clause(
        _("Signing"),
        _("Nothing is final until both of you sign. Either of you may decide not to sign."),
        (
            _(
                "Both sides sign the same document by typing a name. Its check number proves that no letter was changed."
            ),
        ),
    )
