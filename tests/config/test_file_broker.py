"""The embedded broker hands over whole messages, however busy its folder is."""

import threading
from pathlib import Path
from queue import Empty
from typing import Any

from kombu import Connection

from config import file_broker

MESSAGES = 300
LONG = "x" * 400_000  # long enough for a reader to come in the middle of writing


def test_a_reader_never_sees_half_a_message(tmp_path: Path) -> None:
    file_broker.register()
    options = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path / "control"),
    }
    got: list[Any] = []
    with Connection("files://", transport_options=options) as connection:
        writer, reader = connection.channel(), connection.channel()
        assert isinstance(writer, file_broker.Channel)

        def write() -> None:
            for number in range(MESSAGES):
                writer._put("jobs", {"number": number, "long": LONG})

        thread = threading.Thread(target=write)
        thread.start()
        while len(got) < MESSAGES:
            try:
                got.append(reader._get("jobs"))
            except Empty:
                continue
        thread.join()
    assert [one["number"] for one in got] == list(range(MESSAGES))
    assert all(one["long"] == LONG for one in got)
