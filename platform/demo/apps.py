from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo world, and the command that runs it on one machine."""

    name = "demo"
