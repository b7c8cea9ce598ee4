from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SafetyConfig(AppConfig):
    name = "safety"

    def ready(self) -> None:
        """Read what every app says about its columns, and check it at each start."""
        from safety import checks  # noqa: F401 - needs loaded apps

        autodiscover_modules("columns")
