"""`manage.py demo`: the whole thing on one machine, with practice payments."""

import fcntl
import hashlib
import importlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import embedded_postgres
from demo.older_data import require_own_past
from demo.supervisor import Stop, Supervisor, stop_on_signals

HOST = "127.0.0.1"
ROOT = Path(settings.ROOT)
MANAGE = (sys.executable, str(ROOT / "manage.py"))


class Command(BaseCommand):
    help = "Run the website, jobs and practice payments on this machine, with a small world in it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--world", action="store_true", help="only build the world, and print its sign-ins"
        )

    def handle(self, *args: Any, world: bool, **options: Any) -> None:
        """Start everything and stay until Ctrl-C, or until one process ends."""
        if world:
            return self.show_world()
        if not settings.DEBUG:
            raise CommandError("The demo is for your own machine only: unset DEBUG.")
        stop_on_signals()
        supervisor = Supervisor(make_folder(settings.DATA_DIR / "logs"), self.say)
        try:
            with only_one_demo(settings.DATA_DIR), database_stopped_after():
                self.run(supervisor)
        except (Stop, KeyboardInterrupt):
            self.stdout.write("\nStopping.")
        except OSError as error:
            raise SystemExit(
                f"{error.strerror or error}: {error.filename or settings.DATA_DIR}"
            ) from None

    def run(self, supervisor: Supervisor) -> None:
        """Start everything and watch it; whatever ends this ends all of it."""
        try:
            self.start_all(supervisor)
            supervisor.watch()
        finally:
            supervisor.end_all()

    def start_all(self, supervisor: Supervisor) -> None:
        """Start the parts in the order in which they need each other."""
        begun = time.monotonic()
        require_free(settings.PORT)
        self.say("database")
        if not os.environ.get("DATABASE_URL"):
            embedded_postgres.start(settings.DATA_DIR)
        self.prepare_tables()
        environment = child_environment()
        if "practice" in get_commands() and not os.environ.get("STRIPE_API_BASE"):
            self.start_practice(supervisor, environment)
        self.start_jobs(supervisor, environment)
        self.start_website(supervisor, environment)
        self.say("world")
        if subprocess.run([*MANAGE, "demo", "--world"], env=environment, check=False).returncode:
            raise SystemExit("The demo world could not be made: see the lines above.")
        seconds = time.monotonic() - begun
        self.stdout.write(
            f"\n  Open http://{HOST}:{settings.PORT}\n  (ready after {seconds:.1f} s; Ctrl-C ends everything)\n"
        )

    def prepare_tables(self) -> None:
        """Migrate, unless the same migrations were run on the same database before, or others that are gone."""
        mark = settings.DATA_DIR / "migrated"
        wanted = migrations_fingerprint()
        if mark.exists() and mark.read_text() == wanted:
            return
        require_own_past(embedded=not os.environ.get("DATABASE_URL"))
        self.say("tables")
        for command in (
            ["migrate", "--no-input", "--verbosity", "0"],
            ["createcachetable", "--verbosity", "0"],
        ):
            if subprocess.run([*MANAGE, *command], check=False).returncode:
                raise SystemExit("The tables could not be made: see the lines above.")
        mark.write_text(wanted)

    def start_practice(self, supervisor: Supervisor, environment: dict[str, str]) -> None:
        self.say("practice payments")
        port = remembered_port(settings.DATA_DIR / "practice-port")
        environment["STRIPE_API_BASE"] = f"http://{HOST}:{port}"
        hook = f"http://{HOST}:{settings.PORT}/stripe/webhook/"
        supervisor.start(
            "practice",
            [*MANAGE, "practice", "--port", str(port), "--webhook-url", hook],
            environment,
        )
        supervisor.wait_until(lambda: answers(port), seconds=30, what="The practice provider")

    def start_jobs(self, supervisor: Supervisor, environment: dict[str, str]) -> None:
        self.say("jobs")
        for folder in ("broker", "broker_control"):
            make_folder(settings.DATA_DIR / folder)
        celery = [sys.executable, "-m", "celery", "--app", "config", "--quiet"]
        alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        supervisor.start(
            "worker",
            [*celery, "worker", "--pool", "solo", "--loglevel", "WARNING", *alone],
            environment,
        )
        supervisor.start(
            "beat", [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""], environment
        )

    def start_website(self, supervisor: Supervisor, environment: dict[str, str]) -> None:
        self.say("website")
        gunicorn = [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "--bind",
            f"{HOST}:{settings.PORT}",
        ]
        gunicorn += [
            "--workers",
            "1",
            "--threads",
            "8",
            "--log-level",
            "warning",
            "--no-control-socket",
        ]
        supervisor.start("website", gunicorn, environment)
        supervisor.wait_until(lambda: answers(settings.PORT), seconds=60, what="The website")

    def show_world(self) -> None:
        """Build the world where it is missing and print how to sign in."""
        try:
            world = importlib.import_module("demo.world")
        except ModuleNotFoundError:
            self.say("there is no demo world yet")
            return
        world.build_demo_world(self.say, **payer())
        self.stdout.write("\n  Sign in with:")
        for person in world.sign_ins():
            self.stdout.write(f"    {person.who:<42} {person.name:<34} {person.password}")

    def say(self, step: str) -> None:
        """Show the step that is running."""
        self.stdout.write(f"· {step}")
        self.stdout.flush()


def payer() -> dict[str, Any]:
    """Return the function that pays on the practice provider's page, where there is one."""
    if not settings.STRIPE_API_BASE:
        return {}
    try:
        practice = importlib.import_module("payments.practice.payer")
    except ModuleNotFoundError:
        return {}
    return {"pay_in": practice.pay}


@contextmanager
def only_one_demo(data_dir: Path) -> Iterator[None]:
    """Hold the data folder; a second demo on it is told so."""
    with (data_dir / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(
                f"A demo runs already on {data_dir}. End it, or set DATA_DIR."
            ) from None
        yield


def require_free(port: int) -> None:
    """Stop with a sentence when the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise SystemExit(
                f"Port {port} needs more rights. Choose one above 1023: PORT=9000 make demo"
            ) from None
        except OSError:
            raise SystemExit(
                f"Port {port} is taken. Choose another: PORT={port + 1} make demo"
            ) from None


def remembered_port(file: Path) -> int:
    """Return the port of the last run while it is free, so that its addresses stay good."""
    for wanted in (int(file.read_text()) if file.exists() else 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, wanted))
            except OSError:
                continue
            port = int(probe.getsockname()[1])
            file.write_text(str(port))
            return port
    raise SystemExit("No port is free for the practice provider.")


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def make_folder(folder: Path) -> Path:
    """Make a folder that only this user can read."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"The folder {folder} could not be made: {error.strerror}.") from None
    return folder


def child_environment() -> dict[str, str]:
    """Return the environment of the processes: both source roots on the path."""
    roots = os.pathsep.join([str(ROOT), str(ROOT / "platform")])
    return os.environ | {
        "PYTHONPATH": roots,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORT": str(settings.PORT),
    }


def migrations_fingerprint() -> str:
    """Return a mark of all migrations and of the database they run on."""
    mark = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode())
    made = settings.DATA_DIR / "postgres" / "PG_VERSION"
    mark.update(str(made.stat().st_mtime_ns if made.exists() else time.time_ns()).encode())
    for pattern in (
        "*/migrations/*.py",
        "*/migrations/*.sql",
        "platform/*/migrations/*.py",
        "platform/*/migrations/*.sql",
    ):
        for file in sorted(ROOT.glob(pattern)):
            mark.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    mark.update((ROOT / "requirements" / "base.txt").read_bytes())  # migrations of the packages
    return mark.hexdigest()


@contextmanager
def database_stopped_after() -> Iterator[None]:
    """Stop the embedded server in the end, unless somebody else (a test session, say) uses it."""
    try:
        yield
    finally:
        if not os.environ.get("DATABASE_URL"):
            embedded_postgres.stop(settings.DATA_DIR, only_if_unused=True)
