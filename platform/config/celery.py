"""The Celery application: workers drain the outbox, beat wakes them."""

import os

from celery import Celery

from config import file_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

file_broker.register()

app = Celery("equal_terms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
