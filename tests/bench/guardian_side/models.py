"""What the same profiles look like when each item's audience is a set of object permissions."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

SEARCHED = ("name", "expertise", "languages", "rate", "introduction", "past_work", "statement")


class Person(models.Model):
    """A profile without audiences; its indexes are as good as ours."""

    order_key = models.BigIntegerField(unique=True)
    expertise = ArrayField(models.SmallIntegerField())
    languages = ArrayField(models.SmallIntegerField())
    rate = models.IntegerField(null=True)
    introduction_words = SearchVectorField()
    past_work_words = SearchVectorField()
    statement_words = SearchVectorField()

    class Meta:
        app_label = "guardian_side"
        default_permissions = ()
        permissions: ClassVar = [(f"see_{item}", f"see {item}") for item in SEARCHED]
        indexes = (
            models.Index(fields=["rate", "order_key"], name="person_rate"),
            GinIndex(fields=["expertise"], name="person_expertise"),
            GinIndex(fields=["languages"], name="person_languages"),
            GinIndex(fields=["introduction_words"], name="person_introduction"),
            GinIndex(fields=["past_work_words"], name="person_past_work"),
            GinIndex(fields=["statement_words"], name="person_statement"),
        )

    def __str__(self) -> str:
        return f"person {self.pk}"


class PersonUserPermission(UserObjectPermissionBase):
    """One account may see one item of one person."""

    content_object = models.ForeignKey(Person, models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        app_label = "guardian_side"


class PersonGroupPermission(GroupObjectPermissionBase):
    """The members of one group (an organization, the checked ones, anyone) may see one item of one person."""

    content_object = models.ForeignKey(Person, models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        app_label = "guardian_side"
