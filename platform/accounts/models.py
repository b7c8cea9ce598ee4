"""One account for a person, of exactly one kind. Consultants have no e-mail address here."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import clock


class Kind(models.TextChoices):
    """What a person is here; it decides their home page and never changes."""

    CONSULTANT = "consultant", _("consultant")
    MEMBER = "member", _("member of an organization")
    ADMINISTRATOR = "administrator", _("administrator")


class UserManager(BaseUserManager["User"]):
    """Makes accounts; services choose the kind."""

    def create(self, **fields: Any) -> "User":
        """Store a new account; the password is hashed here and nowhere else."""
        password = fields.pop("password", None)
        user = self.model(**fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its user name, whatever its capital letters."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A pseudonymous account. What the person shows lives in their profile, not here."""

    username = models.CharField(
        _("user name"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("Choose another user name.")},
    )
    email = models.EmailField(_("work e-mail"), blank=True)
    kind = models.CharField(max_length=15, choices=Kind)
    language = models.CharField(
        _("language"), max_length=5, choices=[("en", "English"), ("es", "Español")], default="en"
    )
    time_zone = models.CharField(max_length=40, default="America/New_York")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)  # asked for by libraries; always false here
    joined_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("username"), name="user_name_taken_once"),
            models.UniqueConstraint(
                Lower("email"), name="user_email_taken_once", condition=~Q(email="")
            ),
            models.CheckConstraint(name="user_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="user_never_all_powerful", condition=Q(is_superuser=False, is_staff=False)
            ),
            models.CheckConstraint(
                name="user_consultant_without_email", condition=~Q(kind="consultant") | Q(email="")
            ),
            models.CheckConstraint(
                name="user_member_has_email", condition=~Q(kind="member") | ~Q(email="")
            ),
        )

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def is_consultant(self) -> bool:
        """Whether this person is a consultant."""
        return self.kind == Kind.CONSULTANT

    @property
    def is_member(self) -> bool:
        """Whether this person acts for an organization."""
        return self.kind == Kind.MEMBER

    @property
    def is_administrator(self) -> bool:
        """Whether this person works at the desk."""
        return self.kind == Kind.ADMINISTRATOR
