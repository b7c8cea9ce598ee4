"""Puts the parts together. Only this package sees all of them."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
