"""What items of a profile can be chosen from. Neutral on purpose."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Expertise(models.IntegerChoices):
    """The neutral taxonomy of expertise; nothing here names a kind of exploitation."""

    POLICY_REVIEW = 1, _("Policy review")
    TRAINING = 2, _("Training")
    SPEAKING = 3, _("Speaking")
    CURRICULUM = 4, _("Curriculum")
    RESEARCH = 5, _("Research advice")
    EVALUATION = 6, _("Evaluation")
    FACILITATION = 7, _("Facilitation")
    PEER_SUPPORT = 8, _("Peer support design")
    WRITING = 9, _("Writing and editing")
    INTERPRETING = 10, _("Language and culture")


class Language(models.IntegerChoices):
    """Languages a consultant can work in."""

    ENGLISH = 1, _("English")
    SPANISH = 2, _("Spanish")
    FRENCH = 3, _("French")
    PORTUGUESE = 4, _("Portuguese")
    HAITIAN_CREOLE = 5, _("Haitian Creole")
    ARABIC = 6, _("Arabic")
    CHINESE = 7, _("Chinese")
    RUSSIAN = 8, _("Russian")
    TAGALOG = 9, _("Tagalog")
    VIETNAMESE = 10, _("Vietnamese")
    THAI = 11, _("Thai")
    HINDI = 12, _("Hindi")
    SIGN_LANGUAGE = 13, _("A sign language")
    OTHER = 99, _("Another language")


class Region(models.IntegerChoices):
    """Coarse on purpose: never a town."""

    NORTHEAST = 1, _("Northeast US")
    SOUTH = 2, _("South US")
    MIDWEST = 3, _("Midwest US")
    WEST = 4, _("West US")
    TERRITORIES = 5, _("US territories")
    CANADA = 6, _("Canada")
    LATIN_AMERICA = 7, _("Latin America and the Caribbean")
    EUROPE = 8, _("Europe")
    ELSEWHERE = 9, _("Elsewhere")


class Availability(models.IntegerChoices):
    """When a consultant can take work."""

    NOW = 1, _("Now")
    SOON = 2, _("Within a month")
    LATER = 3, _("Later")
    NOT_NOW = 4, _("Not at the moment")
