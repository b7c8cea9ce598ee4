"""Writing the consent ledger. The database makes the chain and says who wrote (`sql/functions/record_consent.sql`)."""

from contextlib import AbstractContextManager
from datetime import datetime

from django.db import connection
from django.utils.translation import get_language, override

from accounts.models import User
from consultants import consent_words
from consultants.models import Consent, ConsentEvent, Consultant
from organizations.models import Organization
from security.sealing import seal, unseal

WORDS = "consent_words"  # the name under which the words are sealed
INSERT = """SELECT * FROM record_consent(
    the_consultant => %(consultant)s, the_name => %(name)s, the_actor => %(actor)s,
    the_organization => %(organization)s, the_person => %(person)s, the_consent => %(consent)s, the_request => %(request)s,
    the_items => %(items)s, the_uses => %(uses)s::smallint, the_level => %(level)s::smallint, the_purpose => %(purpose)s,
    the_until => %(until)s, the_words => %(words)s, the_language => %(language)s,
    the_wording => %(wording)s)"""


def record(  # noqa: PLR0913 - the parts of one event
    consultant: Consultant,
    name: str,
    *,
    actor: User | None = None,
    organization: Organization | None = None,
    person: User | None = None,
    consent: Consent | None = None,
    request_id: int | None = None,
    items: int = 0,
    uses: int = 0,
    level: int | None = None,
    purpose: str = "",
    until: datetime | None = None,
    words: str = "",
) -> ConsentEvent | None:
    """Add a step to a consultant's chain; return it to the consultant, who alone may read it.

    `words` is the text as it was shown, in the active language. What is not said is taken from the
    permission. Call it last in a transaction: everybody who writes to this chain waits for the end.
    """
    if consent is not None:
        organization = organization or consent.organization
        request_id = request_id or consent.request_id
        items, uses = items or consent.items, uses or consent.uses
        purpose = purpose or consent.purpose
        until = until or consent.valid_until
    parts = {
        "consultant": consultant.pk,
        "name": name,
        "actor": actor and actor.pk,
        "organization": organization and organization.pk,
        "person": person and person.pk,
        "consent": consent and consent.pk,
        "request": request_id,
        "items": items,
        "uses": uses,
        "level": level,
        "purpose": purpose,
        "until": until,
        "words": seal(words, user_id=consultant.user_id, field=WORDS),
        "language": (get_language() or "") if words else "",
        "wording": consent_words.VERSION if words else "",
    }
    return next(iter(ConsentEvent.objects.raw(INSERT, parts)), None)


def in_language_of(consultant: Consultant) -> AbstractContextManager[None]:
    """Write in the consultant's language, for steps that others take: that is how they read of it."""
    return override(consultant.user.language)


def words_of(event: ConsentEvent, *, user: User) -> str:
    """Return the words of one's own event as they were shown then."""
    return unseal(event.words, user_id=user.pk, field=WORDS)


def note_expired(*, most: int) -> int:
    """Write down at most so many ends that came by themselves; return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT note_expired(%s)", [most])
        return int(cursor.fetchone()[0])
