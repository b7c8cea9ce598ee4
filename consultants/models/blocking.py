"""Whom a consultant keeps out, and who in an organization takes part in the work with them."""

from django.conf import settings
from django.db import models

from consultants.models.profile import Consultant
from core import clock
from core.clock import ClockNow
from organizations.models import Organization


class PersonBlock(models.Model):
    """One person whom a consultant blocks everywhere; written by `set_person_block`, told to nobody."""

    pk = models.CompositePrimaryKey("consultant", "user")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called = models.CharField(max_length=200)  # the words by which the consultant knows them
    blocked_at = models.DateTimeField(default=clock.now, db_default=ClockNow())

    def __str__(self) -> str:
        return f"person block {self.consultant_id}"


class Assignment(models.Model):
    """A member who takes part in the work with one consultant; written by `set_assigned`."""

    pk = models.CompositePrimaryKey("consultant", "user")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"assignment {self.consultant_id}"
