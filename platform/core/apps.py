from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        """Register system checks, and every app's job handlers and signal receivers."""
        from core import checks  # noqa: F401 - needs loaded apps

        autodiscover_modules("jobs", "receivers")
