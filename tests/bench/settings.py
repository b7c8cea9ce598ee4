"""The application's settings, and the tables of the other side: django-guardian as it is usually used."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.guardian_side"]
DEBUG = False  # templates and queries as a site in earnest has them
CELERY_BROKER_URL = "memory://"  # nobody works on what a made-up world orders
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
