"""Files that show what was answered: known by content, under random names, for the team alone."""

from __future__ import annotations  # the upload type takes parameters only when checked

from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.codes import new_code
from core.errors import Refused
from organizations.models import Evidence, SelfCheck
from organizations.self_check.services import lock_open
from safety.files import type_of

MOST_A_STEP = 10


@transaction.atomic
def add_evidence(
    self_check: SelfCheck, *, actor: User, step: int, label: str, file: UploadedFile[Any]
) -> Evidence:
    """Keep a file under a random name and the type found in its content."""
    self_check = lock_open(self_check, actor=actor)
    if self_check.evidence.filter(step=step).count() >= MOST_A_STEP:
        raise Refused(_("This step has 10 files already. Take one out first."))
    file_type = type_of(file)
    if file_type is None:
        raise Refused(_("This kind of file is not taken. Choose PDF, docx, text, PNG or JPEG."))
    name = default_storage.save(f"evidence/{new_code()}.{file_type}", file)
    return Evidence.objects.create(
        self_check=self_check,
        step=step,
        label=label,
        file=name,
        file_type=file_type,
        added_by=actor,
    )


@transaction.atomic
def remove_evidence(evidence: Evidence, *, actor: User) -> None:
    """Take a file out, and from the disk as soon as that is certain."""
    lock_open(evidence.self_check, actor=actor)
    name = str(evidence.file.name)
    Evidence.objects.filter(pk=evidence.pk).delete()
    transaction.on_commit(partial(default_storage.delete, name))
