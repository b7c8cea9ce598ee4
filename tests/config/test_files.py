"""Files beside the code say what the code says."""

import re
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from config import environment
from home.management.commands.render_settings import PAGE, page_with_table

ROOT = Path(settings.ROOT)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
FOR_POSTGRES = {"POSTGRES_PASSWORD", "WEB_PASSWORD", "OWNER_PASSWORD"}


def test_the_operations_page_has_the_table_of_settings_as_it_is_now() -> None:
    assert page_with_table(PAGE.read_text()) == PAGE.read_text(), "run `make docs`"


def test_the_compose_file_has_every_service_with_a_health_check() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"web", "worker", "beat", "postgres", "redis", "migrate"}
    lasting = {name: s for name, s in services.items() if name != "migrate"}
    assert all("healthcheck" in service for service in lasting.values())
    assert all(service["user"] not in ("root", "0") for service in services.values())


def test_the_compose_file_sets_what_a_server_needs_and_nothing_unknown() -> None:
    known = {setting.name: setting for setting in environment.TABLE}
    given = COMPOSE["services"]["web"]["environment"]
    assert set(given) <= set(known)
    assert {name for name, setting in known.items() if setting.required} <= set(given)


def test_each_variable_that_the_compose_file_asks_for_is_a_setting() -> None:
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked - FOR_POSTGRES <= {setting.name for setting in environment.TABLE}


def test_only_the_table_reads_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for folder in ("consultants", "engagements", "payments", "platform")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text())
    ]
    # these start processes, and hand the environment on
    allowed = {"celery.py", "wsgi.py", "asgi.py", "embedded_postgres.py", "demo.py", "db.py"}
    # this one says whose database it is
    allowed |= {"older_data.py"}
    assert [name for name in readers if Path(name).name not in allowed] == []
