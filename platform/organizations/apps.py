from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganizationsConfig(AppConfig):
    name = "organizations"

    def ready(self) -> None:
        """A new database gets the first questions of the self-assessment."""
        post_migrate.connect(load_questions, sender=self)


def load_questions(**_kwargs: Any) -> None:
    """Publish the first version unless there is one."""
    from organizations.self_assessment.questions import load_first_questions

    load_first_questions()
