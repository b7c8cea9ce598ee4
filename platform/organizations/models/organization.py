"""Organizations: what they say of themselves, and until when their check holds."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.clock import ClockNow
from core.codes import CodeField


class Kind(models.TextChoices):
    """What sort of organization it is, recorded when it is checked."""

    SERVICE = "service", _("Service provider or shelter")
    ADVOCACY = "advocacy", _("Advocacy or policy")
    RESEARCH = "research", _("Research or university")
    FUNDER = "funder", _("Funder")
    GOVERNMENT = "government", _("Public body, not police or immigration")
    POLICE = "police", _("Police")
    IMMIGRATION = "immigration", _("Immigration authority")
    PROSECUTION = "prosecution", _("Prosecution")
    PRESS = "press", _("Press or media")
    OTHER = "other", _("Other")


# Never counted among "all checked organizations": contact with them can harm.
WATCHED_KINDS = (Kind.POLICE, Kind.IMMIGRATION, Kind.PROSECUTION, Kind.PRESS)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Organizations by what is known of them."""

    def checked(self) -> "OrganizationQuerySet":
        """Only those whose check is in force now."""
        return self.filter(checked_until__gt=ClockNow())

    def named(self, words: str) -> "OrganizationQuerySet":
        """Those with these words in their name, by name; none for no words."""
        rows = self.filter(name__icontains=words) if words else self.none()
        return rows.order_by("name", "pk")


class Organization(models.Model):
    """An organization that books consultants. Unchecked until an administrator says so."""

    code = CodeField()
    name = models.CharField(_("name"), max_length=120)
    website = models.URLField(_("website"), max_length=200)
    domain = models.CharField(max_length=120)  # of the website; members' addresses end with it
    country = models.CharField(_("country"), max_length=60)
    about = models.TextField(_("what it does"), max_length=1000)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    checked_until = models.DateTimeField(null=True)
    overdue_since = models.DateTimeField(null=True)  # kept by payments: a payment it still owes
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[OrganizationQuerySet] = OrganizationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="organization_kind_known", condition=Q(kind__in=Kind.values)
            ),
            models.CheckConstraint(name="organization_has_a_name", condition=~Q(name="")),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_checked(self) -> bool:
        """Whether its check is in force now."""
        return self.checked_until is not None and self.checked_until > clock.now()
