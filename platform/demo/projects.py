"""The projects of the demo world: on the board, being looked at, half written, and a template."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from core import clock
from demo import people
from engagements.models import Posting
from engagements.postings import language_findings, review
from engagements.postings import services as postings
from engagements.postings.steps import ALL_STEPS
from engagements.states import PostingState
from organizations.models import Membership

HALF_WRITTEN = ["work", "result", "hours"]


def add_projects(members: list[User], administrator: User) -> list[Posting]:
    """Put the projects on the board, and leave others at earlier points; return those on the board."""
    opened = [publish(one, members[one.team], administrator) for one in people.POSTINGS]
    postings.copy_posting(opened[0], actor=members[0], template_name="Review of forms")
    draft(people.HALF_WRITTEN_PROJECT, members[0], answered=HALF_WRITTEN)
    send_with_kept_wording(people.PROJECT_IN_REVIEW, members[1])
    return opened


def publish(project: people.Project, member: User, administrator: User) -> Posting:
    """Write a project and put it on the board, by the desk if it is a team's first."""
    posting = postings.publish(draft(project, member), actor=member)
    if posting.state == PostingState.IN_REVIEW:
        review.decide(posting, decision="opened", reason="", actor=administrator)
    return Posting.objects.select_related("organization").get(pk=posting.pk)


def draft(project: people.Project, member: User, **more: Any) -> Posting:
    """Write a project down."""
    today = clock.today()
    starts, due = project.days
    organization = Membership.objects.get(user=member).organization
    fields = {
        "title": project.title,
        "summary": project.summary,
        "deliverable": project.deliverable,
        "kind_of_work": project.kind_of_work,
        "hours": project.hours,
        "hours_preparation": project.hours // 5,
        "fee_amount": project.fee_amount,
        "comparison_amount": project.fee_amount,
        "funder": "An invented grant",
        "starts_on": today + timedelta(days=starts),
        "due_on": today + timedelta(days=due),
        "answered": ALL_STEPS,
    }
    return postings.save_draft(organization, actor=member, **(fields | project.more | more))


def send_with_kept_wording(project: people.Project, member: User) -> Posting:
    """Keep what the language check finds with an explanation, and send it to the desk."""
    posting = draft(project, member)
    for one in language_findings.unanswered(posting):
        language_findings.keep_wording(
            posting,
            field=one.field,
            start=one.finding.start,
            words=one.finding.words,
            explanation="It is the subject of the study: how charities used this word.",
            actor=member,
        )
    return postings.publish(posting, actor=member)
