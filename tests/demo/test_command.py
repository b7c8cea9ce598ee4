"""`make demo` as somebody uses it: start, sign in, one Ctrl-C; and again."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from config import embedded_postgres
from demo import older_data
from demo.management.commands import demo as command
from tests.conftest import as_owner
from tests.payments.stand_in import ROOT, free_port, wait_until

PATIENCE = 300  # a loaded machine; a free one needs 15 seconds
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "STRIPE_API_BASE", "DEBUG")


class Demo:
    """A demo on a data folder and a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.out = folder.parent / "out.txt"
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *more: str) -> "subprocess.Popen[bytes]":
        """Start the command and return at once."""
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        with self.out.open("wb") as out:
            return subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "demo", *more],
                env=kept | {"DATA_DIR": str(self.folder), "PORT": str(self.port)},
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start(self) -> None:
        """Start and wait until it says that it is ready."""
        self.process = self.run()
        wait_until(
            lambda: "Open http://" in self.said() or self.process.poll() is not None,  # type: ignore[union-attr]
            seconds=PATIENCE,
        )
        assert self.process.poll() is None, self.said()

    def said(self) -> str:
        """Return what the command printed."""
        return self.out.read_text()

    def ended(self) -> int:
        """Return the exit code, once it has ended."""
        assert self.process is not None
        return self.process.wait(60)

    def processes(self) -> list[int]:
        """Return every process that works on this data folder."""
        mark = f"DATA_DIR={self.folder}\0".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in entry.read_bytes():
                    found.append(int(entry.parent.name))
            except OSError:
                continue  # it has just ended, or is somebody else's
        return found

    def log(self, name: str) -> str:
        """Return what one of its processes wrote."""
        return (self.folder / "logs" / f"{name}.log").read_text()

    def sign_in(self, name: str, password: str) -> tuple[str, str]:
        """Sign in as a browser does; return the address and the page it leads to."""
        browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        here = f"http://127.0.0.1:{self.port}"
        form = browser.open(f"{here}/in/", timeout=60).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token is not None
        sent = {"login": name, "password": password, "csrfmiddlewaretoken": token[1]}
        request = urllib.request.Request(
            f"{here}/in/", urllib.parse.urlencode(sent).encode(), {"Referer": f"{here}/in/"}
        )
        with browser.open(request, timeout=60) as answer:
            return answer.url.removeprefix(here), answer.read().decode()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    made = Demo(tmp_path / "data")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.process.send_signal(signal.SIGINT)
        made.process.wait(60)
    embedded_postgres.stop(made.folder)


def a_sign_in(said: str) -> tuple[str, str]:
    """Return the first consultant's name and password, as the command printed them."""
    line = next(line for line in said.splitlines() if line.strip().startswith("consultant,"))
    name, password = re.split(r"\s{2,}", line.strip())[1:3]
    return name, password


@pytest.mark.slow
def test_start_sign_in_end_and_start_again(demo: Demo) -> None:
    demo.start()
    first = a_sign_in(demo.said())
    address, page = demo.sign_in(*first)
    assert address == "/home/"
    assert "Sign out" in page

    second = Demo(demo.folder)
    second.out = demo.folder.parent / "second.txt"
    refused = second.run()
    assert refused.wait(60) == 1
    assert "A demo runs already" in second.said()

    assert demo.process is not None
    demo.process.send_signal(signal.SIGINT)
    assert demo.ended() == 0
    assert "Stopping." in demo.said()
    wait_until(lambda: demo.processes() == [], seconds=30)
    assert not embedded_postgres.answers(demo.folder)

    demo.start()
    assert "tables" not in re.findall(r"^· (.+)$", demo.said(), re.MULTILINE)
    assert a_sign_in(demo.said()) == first
    assert demo.sign_in(*first)[0] == "/home/"

    worker = next(pid for pid in demo.processes() if is_worker(pid))
    os.kill(worker, signal.SIGKILL)
    assert demo.ended() == 1
    assert "The process “worker” ended, so everything is stopped." in demo.said()
    wait_until(lambda: demo.processes() == [], seconds=30)
    assert not embedded_postgres.answers(demo.folder)


def is_worker(pid: int) -> bool:
    """Whether a process is the one that runs the jobs."""
    arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return b"worker" in arguments and b"celery" in arguments


class TestSmallSteps:
    """What stops a start says why, in one sentence."""

    def test_not_on_a_server(self, settings: Any) -> None:
        settings.DEBUG = False
        with pytest.raises(CommandError, match="unset DEBUG"):
            call_command("demo")

    def test_a_taken_port_is_named_with_another(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(SystemExit, match=f"Port {port} is taken.*PORT={port + 1}"):
                command.require_free(port)
        command.require_free(port)

    def test_a_port_that_needs_rights_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_args: Any) -> None:
            raise PermissionError

        class Probe(socket.socket):
            bind = refuse  # type: ignore[assignment]

        monkeypatch.setattr(command.socket, "socket", Probe)
        with pytest.raises(SystemExit, match="above 1023"):
            command.require_free(80)

    def test_the_practice_provider_keeps_its_port_while_it_is_free(self, tmp_path: Path) -> None:
        file = tmp_path / "port"
        port = command.remembered_port(file)
        assert command.remembered_port(file) == port
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", port))
            taken.listen()
            assert command.answers(port)
            assert command.remembered_port(file) != port
        assert not command.answers(port)

    def test_two_demos_on_one_folder_are_told_apart(self, tmp_path: Path) -> None:
        with (
            command.only_one_demo(tmp_path),
            pytest.raises(SystemExit, match="A demo runs already"),
            command.only_one_demo(tmp_path),
        ):
            pass
        with command.only_one_demo(tmp_path):
            pass

    def test_a_folder_that_can_not_be_made_says_why(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(SystemExit, match="could not be made"):
            command.make_folder(tmp_path / "file" / "folder")

    def test_tables_are_made_again_when_a_migration_or_the_database_changed(
        self, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.DATA_DIR = tmp_path
        (tmp_path / "postgres").mkdir()
        made = tmp_path / "postgres" / "PG_VERSION"
        made.write_text("18")
        first = command.migrations_fingerprint()
        assert command.migrations_fingerprint() == first
        monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
        assert command.migrations_fingerprint() != first
        monkeypatch.delenv("DATABASE_URL")
        os.utime(made, (1, 1))
        assert command.migrations_fingerprint() != first

    def test_without_a_provider_nobody_pays(self, settings: Any) -> None:
        settings.STRIPE_API_BASE = ""
        assert command.payer() == {}
        settings.STRIPE_API_BASE = "http://127.0.0.1:9"
        assert callable(command.payer()["pay_in"])


class TestOlderData:
    """A data folder from before is told, and nothing happens to it."""

    @pytest.fixture
    def ran(self, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
        """The commands that would have been run on the database."""
        settings.DATA_DIR = tmp_path
        monkeypatch.delenv("DATABASE_URL", raising=False)
        monkeypatch.setattr(older_data.connection, "close", lambda: None)  # the test's own
        started: list[Any] = []
        done = SimpleNamespace(returncode=0)
        monkeypatch.setattr(command.subprocess, "run", lambda c, **_kw: started.append(c) or done)
        return started

    @pytest.mark.django_db
    def test_a_database_with_migrations_that_are_gone_is_left_alone(
        self, ran: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with as_owner():
            MigrationRecorder(connection).record_applied("consultants", "0002_gone")
        assert older_data.migrations_that_are_gone() == ["consultants.0002_gone"]
        with pytest.raises(
            SystemExit, match=f"{tmp_path} were made by an earlier version.*delete it"
        ):
            command.Command().prepare_tables()
        monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
        with pytest.raises(SystemExit, match="Name an empty database"):
            command.Command().prepare_tables()
        assert ran == []
        assert not (tmp_path / "migrated").exists()

    @pytest.mark.django_db
    def test_a_database_of_today_is_migrated(self, ran: list[Any], tmp_path: Path) -> None:
        command.Command().prepare_tables()
        assert [arguments[2] for arguments in ran] == ["migrate", "createcachetable"]
        assert (tmp_path / "migrated").exists()

    @pytest.mark.django_db
    def test_one_that_nothing_was_granted_on_is_not_old(self, ran: list[Any]) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("REVOKE SELECT ON django_migrations FROM equal_web")
        with transaction.atomic():
            assert older_data.migrations_that_are_gone() == []
            transaction.set_rollback(True)

    @pytest.mark.slow
    def test_the_demo_says_what_to_do_and_ends(self, demo: Demo) -> None:
        embedded_postgres.start(demo.folder)
        where = {"host": str(embedded_postgres.socket_folder(demo.folder)), "user": "equal_owner"}
        past = "INSERT INTO django_migrations VALUES (1, 'consultants', '0002_rules', now())"
        with psycopg.connect(**where, dbname="equalterms") as db:
            db.execute(
                "CREATE TABLE django_migrations (id int, app text, name text, applied timestamptz)"
            )
            db.execute("GRANT SELECT ON django_migrations TO equal_web")
            db.execute(past)
        demo.process = demo.run()
        assert demo.ended() == 1
        assert "Move this folder away or delete it" in demo.said()
        embedded_postgres.start(demo.folder)
        with psycopg.connect(**where, dbname="equalterms") as db:
            tables = db.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )
            assert tables.fetchall() == [("django_migrations",)]


@pytest.mark.slow
def test_the_command_for_the_embedded_database(
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings.DATA_DIR = tmp_path / "data"

    def says(step: str) -> str:
        call_command("db", step)
        return capsys.readouterr().out.strip()

    assert says("status") == "PostgreSQL does not run."
    assert says("start").startswith("PostgreSQL runs (")
    assert says("status") == "PostgreSQL runs."
    ran: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _program, arguments: ran.append(arguments))
    says("shell")
    assert ran[0][0].endswith("psql")
    assert says("stop") == "PostgreSQL is stopped."
    assert says("status") == "PostgreSQL does not run."


def test_with_a_server_of_ones_own_there_is_nothing_to_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
    call_command("db", "start")
    with pytest.raises(CommandError, match="the embedded server is not used"):
        call_command("db", "stop")
