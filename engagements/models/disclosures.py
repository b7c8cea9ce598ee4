"""What a posting discloses: the closed lists of answers, in neutral names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("en", "English"), ("es", "Español")]  # of the work


class KindOfWork(models.TextChoices):
    """The neutral names of the work; nothing here names a kind of exploitation."""

    POLICY_REVIEW = "policy_review", _("Policy review")
    TRAINING = "training", _("Training")
    SPEAKING = "speaking", _("Speaking")
    CURRICULUM = "curriculum", _("Curriculum")
    RESEARCH = "research", _("Research advice")
    EVALUATION = "evaluation", _("Evaluation")
    FACILITATION = "facilitation", _("Facilitation")
    PEER_SUPPORT = "peer_support", _("Peer support design")
    OTHER = "other", _("Other")


class PersonalExperience(models.TextChoices):
    """Whether the work asks about the consultant's own life."""

    NOT_ASKED = "not_asked", _("Not asked")
    OPTIONAL = "optional", _("Optional: the consultant decides")
    CENTRAL = "central", _("Central to the work")


class InTheRoom(models.TextChoices):
    """Who takes part or reads the result, told before anybody accepts."""

    POLICE = "police", _("Police")
    IMMIGRATION = "immigration", _("Immigration officers")
    PROSECUTORS = "prosecutors", _("Prosecutors")
    PRESS = "press", _("Press")
    FUNDERS = "funders", _("Funders")
    PUBLIC = "public", _("The public")
    CO_PRESENTERS = "co_presenters", _("Other speakers")


class Place(models.TextChoices):
    """Where the work happens; an exact venue is told only once the two are talking."""

    REMOTE = "remote", _("Remote")
    IN_PERSON = "in_person", _("In person")
    EITHER = "either", _("Remote or in person")


class WayToJoin(models.TextChoices):
    """How a consultant may take part."""

    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video")
    CAMERA_OFF = "camera_off", _("Video with camera off")
    VOICE = "voice", _("Phone or voice only")
    WRITING = "writing", _("In writing")


class Support(models.TextChoices):
    """What the organization pays for ahead, apart from the fee."""

    INTERPRETER = "interpreter", _("Interpreter (the consultant may refuse one)")
    TRANSLATION = "translation", _("Translation")
    CAPTIONS = "captions", _("Captions")
    COMPANION = "companion", _("A companion")
    CHILDCARE = "childcare", _("Childcare")
    TRAVEL = "travel", _("Travel")
    BREAKS = "breaks", _("Breaks")
    DEBRIEF = "debrief", _("Preparation and debrief")


class WayToPay(models.TextChoices):
    """How the organization pays in; it decides how soon work can start."""

    CARD = "card", _("Card")
    BANK_DEBIT = "bank_debit", _("Bank debit")
    PURCHASE_ORDER = "purchase_order", _("Purchase order")


class RecordingUse(models.TextChoices):
    """What is kept or shown of the person; each is agreed on its own later."""

    AUDIO = "audio", _("Sound recording")
    VIDEO = "video", _("Video recording")
    PHOTOS = "photos", _("Photos")
    NAME = "name", _("Naming the consultant")
    QUOTES = "quotes", _("Quotes")
    REUSE = "reuse", _("Use again later")


class Ownership(models.TextChoices):
    """Who owns what is made, once it is paid."""

    ORGANIZATION = "organization", _("The organization, once it is paid")
    CONSULTANT = "consultant", _("The consultant; the organization may use it")
    BOTH = "both", _("Both, and each may use it")


class Credit(models.TextChoices):
    """How the consultant is named on the result."""

    CHOOSES = "chooses", _("As the consultant chooses: working name, or none")
    NOT_NAMED = "not_named", _("The result names nobody")
