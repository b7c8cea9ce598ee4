"""Consultants, their profiles, and what they permitted."""

from consultants.models.access_case import AccessCase, CaseLook
from consultants.models.blocking import Assignment, PersonBlock
from consultants.models.choices import Availability, Expertise, Language, Region
from consultants.models.consent import Consent, ConsentRequest, ConsentUse, SentRequest, Takedown
from consultants.models.consent_event import ConsentEvent, ConsentHead, ConsentStep
from consultants.models.look import Look
from consultants.models.profile import Consultant, MayInvite, Profile
from consultants.models.standing import Standing

__all__ = [
    "AccessCase",
    "Assignment",
    "Availability",
    "CaseLook",
    "Consent",
    "ConsentEvent",
    "ConsentHead",
    "ConsentRequest",
    "ConsentStep",
    "ConsentUse",
    "Consultant",
    "Expertise",
    "Language",
    "Look",
    "MayInvite",
    "PersonBlock",
    "Profile",
    "Region",
    "SentRequest",
    "Standing",
    "Takedown",
]
