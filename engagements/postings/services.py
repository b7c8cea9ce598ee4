"""Writing and publishing paid work. Unpaid, underpaid and past work can't be published."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock, events
from core.codes import new_code
from core.errors import Refused
from core.permissions import require
from core.states import Actor, move
from engagements import permissions
from engagements.locks import lock_draft, lock_posting
from engagements.models import Posting
from engagements.models.posting import in_six_weeks, in_two_weeks
from engagements.postings import rules, steps
from engagements.postings.language_findings import found_in
from engagements.signals import posting_closed
from engagements.states import PostingState
from organizations.models import Organization


@transaction.atomic
def save_draft(organization: Organization, *, actor: User, **fields: Any) -> Posting:
    """Store a draft that only the organization sees; sent again with its `code`, it is one draft."""
    require(permissions.can_post(actor, organization))
    code = fields.pop("code", "") or new_code()
    given = {"organization": organization, "created_by": actor, **fields}
    posting, is_new = Posting.objects.get_or_create(code=code, defaults=given)
    if not is_new:
        return change_draft(posting, actor=actor, **fields)
    events.record(posting, "drafted", by=Actor.ORGANIZATION, actor=actor)
    return posting


@transaction.atomic
def change_draft(posting: Posting, *, actor: User, **fields: Any) -> Posting:
    """Change a draft; what is published stays as people read it."""
    posting = lock_draft(posting, actor=actor)
    for name, value in fields.items():
        setattr(posting, name, value)
    posting.save(update_fields=list(fields))
    return posting


@transaction.atomic
def begin(
    organization: Organization, *, code: str, answers: dict[str, Any], actor: User
) -> Posting:
    """Keep the first page as a new draft in the writer's language and time zone; two presses are one."""
    code = code or new_code()
    first = steps.STEPS[0].slug
    known = Posting.objects.filter(code=code).first()
    if known is not None:
        return change_draft(known, actor=actor, **answers)
    return save_draft(
        organization,
        actor=actor,
        code=code,
        answered=[first],
        language=actor.language,
        time_zone=actor.time_zone,
        **answers,
    )


@transaction.atomic
def answer_step(
    posting: Posting, *, slug: str, answers: dict[str, Any], read: str, actor: User
) -> Posting:
    """Keep the answers of one page, unless another tab changed them since they were `read`."""
    posting = lock_posting(posting)
    step = steps.BY_SLUG[slug]
    stored = {name: getattr(posting, name) for name in step.columns}
    if read and read != steps.digest(posting, step) and stored != answers:
        raise Refused(_("Somebody changed these answers in another tab. Open the page again."))
    answered = sorted({*posting.answered, slug}, key=steps.ALL_STEPS.index)
    return change_draft(posting, actor=actor, answered=answered, **answers)


@transaction.atomic
def copy_posting(posting: Posting, *, actor: User, template_name: str = "") -> Posting:
    """Copy everything but the days into a new draft, or into a template if it is given a name."""
    require(permissions.can_arrange(actor, posting))
    copied = steps.answers_of(posting) | {"starts_on": in_two_weeks(), "due_on": in_six_weeks()}
    kept = [slug for slug in posting.answered if slug != "result"]  # its days are asked anew
    copy = Posting.objects.create(
        organization=posting.organization,
        created_by=actor,
        answered=kept,
        template_name=template_name,
        **copied,
    )
    for kept_wording in posting.kept_wordings.all():
        kept_wording.pk, kept_wording.posting = None, copy
        kept_wording.save(force_insert=True)
    events.record(copy, "copied", by=Actor.ORGANIZATION, actor=actor)
    return copy


@transaction.atomic
def publish(posting: Posting, *, actor: User) -> Posting:
    """Open a whole and fair draft of a checked organization, or send it to the desk; twice is once.

    The desk looks at an organization's first one, and at wording that was kept with an explanation.
    """
    posting = lock_posting(posting)
    require(permissions.can_arrange(actor, posting))
    if posting.state in (PostingState.OPEN, PostingState.IN_REVIEW):
        return posting
    require_may_open(posting.organization)
    found = found_in(posting)
    _require_whole(posting)
    if any(not one.explanation for one in found):
        raise Refused(_("Some wording needs a look first. Go back and answer it."))
    now = clock.now()
    is_looked_at = bool(found) or is_first(posting)
    to = PostingState.IN_REVIEW if is_looked_at else PostingState.OPEN
    opened = {} if is_looked_at else {"opened_at": now}
    floor = settings.PAY_FLOOR_HOURLY
    by = Actor.ORGANIZATION
    move(posting, to, by=by, actor=actor, sent_at=now, pay_floor=floor, **opened)
    return posting


@transaction.atomic
def take_back(posting: Posting, *, actor: User) -> Posting:
    """Make a posting that waits for the desk a draft again, to change it. Twice is once."""
    posting = lock_posting(posting)
    require(permissions.can_arrange(actor, posting))
    if posting.state != PostingState.DRAFT:
        move(posting, PostingState.DRAFT, by=Actor.ORGANIZATION, actor=actor)
    return posting


@transaction.atomic
def close(posting: Posting, *, actor: User) -> Posting:
    """Take a project off the board and unanswered invitations back; work that was begun goes on."""
    posting = lock_posting(posting)
    require(permissions.can_arrange(actor, posting))
    if posting.state != PostingState.CLOSED:
        move(posting, PostingState.CLOSED, by=Actor.ORGANIZATION, actor=actor)
        posting_closed.send(sender=Posting, posting=posting, actor=actor)
    return posting


@transaction.atomic
def withdraw(posting: Posting, *, actor: User) -> Posting:
    """Take a draft or an open project back, out of every list. Twice is once."""
    posting = lock_posting(posting)
    require(permissions.can_arrange(actor, posting))
    if posting.state != PostingState.WITHDRAWN:
        by = Actor.ORGANIZATION
        move(posting, PostingState.WITHDRAWN, by=by, actor=actor)
        posting_closed.send(sender=Posting, posting=posting, actor=actor)
    return posting


def is_first(posting: Posting) -> bool:
    """Whether the organization has never opened a project before."""
    others = Posting.objects.filter(organization_id=posting.organization_id)
    return not others.filter(opened_at__isnull=False).exclude(pk=posting.pk).exists()


def obstacle(organization: Organization) -> Any:
    """Return why this organization can't open a project now, in a sentence; None when it can."""
    if not organization.is_checked and organization.checked_until is not None:
        return _("The check of your organization has ended. You can publish when it is renewed.")
    if not organization.is_checked:
        return _("You can publish as soon as your organization is checked.")
    if organization.overdue_since is not None:
        return _("A payment of your organization is overdue. You can publish when it is paid.")
    return None


def require_may_open(organization: Organization) -> None:
    """Stop an organization that can't open projects now, and say why."""
    reason = obstacle(organization)
    if reason is not None:
        raise Refused(reason)


def require_fair(posting: Posting) -> None:
    """Stop what two answers say together: pay below today's floor, days that have passed."""
    for _field, problem in rules.problems(steps.answers_of(posting)):
        raise Refused(problem)


def _require_whole(posting: Posting) -> None:
    if posting.is_template:
        raise Refused(_("This is a template. Copy it first."))
    left = steps.missing(posting)
    if left:
        raise Refused(_("Answer this first: %(page)s") % {"page": left[0].title})
    require_fair(posting)
