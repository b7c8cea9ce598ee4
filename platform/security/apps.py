from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SecurityConfig(AppConfig):
    name = "security"

    def ready(self) -> None:
        """Read what every app says about its columns, and check it at each start."""
        from security import checks  # noqa: F401 - needs loaded apps

        autodiscover_modules("columns")
