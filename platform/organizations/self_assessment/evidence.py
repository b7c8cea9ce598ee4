"""Files that show what was answered: known by content, under random names, for the team alone."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Refused
from organizations.models import Evidence, SelfAssessment
from organizations.self_assessment.services import lock_open
from security.uploads import Upload

MOST_A_STEP = 10


@transaction.atomic
def add_evidence(
    self_assessment: SelfAssessment, *, actor: User, step: int, label: str, file: Upload
) -> Evidence:
    """Keep a file under a random name."""
    self_assessment = lock_open(self_assessment, actor=actor)
    if self_assessment.evidence.filter(step=step).count() >= MOST_A_STEP:
        raise Refused(_("This step has 10 files already. Take one out first."))
    stored = file.as_file("evidence/")
    name = default_storage.save(str(stored.name), stored)
    return Evidence.objects.create(
        self_assessment=self_assessment,
        step=step,
        label=label,
        file=name,
        file_type=file.kind,
        added_by=actor,
    )


@transaction.atomic
def remove_evidence(evidence: Evidence, *, actor: User) -> None:
    """Take a file out, and from the disk as soon as that is certain."""
    lock_open(evidence.self_assessment, actor=actor)
    name = str(evidence.file.name)
    Evidence.objects.filter(pk=evidence.pk).delete()
    transaction.on_commit(partial(default_storage.delete, name))
