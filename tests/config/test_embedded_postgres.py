"""The embedded server comes back after whatever happened to it. These make their own server."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import embedded_postgres as embedded

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data"
    embedded.stop(tmp_path / "data")


def ask(folder: Path, sql: str) -> object:
    where = embedded.address(folder)
    with psycopg.connect(host=where["HOST"], user=where["USER"], dbname=where["NAME"]) as db:
        row = db.execute(sql).fetchone()
    return row[0] if row else None


def test_it_has_an_owner_without_special_rights(folder: Path) -> None:
    embedded.start(folder)
    assert ask(folder, "SELECT current_user") == "equal_owner"
    assert ask(folder, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask(folder, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'equal_web'") is False
    assert ask(folder, "SHOW log_error_verbosity") == "terse"
    assert ask(folder, "SHOW log_min_error_statement") == "panic"


def test_it_starts_again_after_kill_9_with_stale_pid_and_socket(folder: Path) -> None:
    embedded.start(folder)
    with psycopg.connect(
        host=embedded.address(folder)["HOST"], user="equal_owner", dbname="equalterms"
    ) as db:
        db.execute("CREATE TABLE kept (n int)")
        db.execute("INSERT INTO kept VALUES (5)")
    postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while embedded.answers(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not embedded.answers(folder)
    embedded.start(folder)
    assert ask(folder, "SELECT n FROM kept") == 5


def test_several_starts_at_once_make_one_server(folder: Path) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        try:
            embedded.start(folder)
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert ask(folder, "SELECT 1") == 1


def test_it_says_plainly_that_the_folder_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit, match="can't be used"):
        embedded.start(tmp_path / "file")


def test_it_stops_only_when_nobody_uses_it(folder: Path) -> None:
    embedded.start(folder)
    where = embedded.address(folder)
    with psycopg.connect(host=where["HOST"], user=where["USER"], dbname=where["NAME"]):
        embedded.stop(folder, only_if_unused=True)
        assert embedded.answers(folder)
    time.sleep(0.5)
    embedded.stop(folder, only_if_unused=True)
    assert not embedded.answers(folder)


def test_a_server_whose_data_was_deleted_gives_way_to_a_new_one(folder: Path) -> None:
    embedded.start(folder)
    shutil.rmtree(folder)
    embedded.start(folder)
    assert ask(folder, "SELECT count(*) FROM pg_database WHERE datname = 'equalterms'") == 1
