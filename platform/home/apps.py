"""What a visitor meets first."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The welcome, help and safety pages, and the interface's own template tags."""

    name = "home"
