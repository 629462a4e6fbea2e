"""The broker made of files: one winner a message, bad files set aside, nothing lost to a kill."""

import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection, Queue

from config import file_broker

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def connect(tmp_path):
    """Connections to one folder, as many as asked for, closed at the end."""
    opened = []

    def one_more() -> Connection:
        connection = Connection(
            transport=file_broker.Transport,
            transport_options={"folder": str(tmp_path / "broker"), "polling_interval": 0.01},
        )
        opened.append(connection)
        return connection

    yield one_more
    for connection in opened:
        connection.release()


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "broker" / "queues" / "tasks"


def put(connection: Connection, *bodies: object) -> None:
    with connection.Producer() as producer:
        for body in bodies:
            producer.publish(body, routing_key="tasks", declare=[Queue("tasks")], retry=False)


def take(channel: file_broker.Channel):
    """The next body, acknowledged, or None when the queue has nothing for this consumer."""
    message = channel.basic_get("tasks")
    if message is None:
        return None
    message.ack()
    return message.payload


def files_below(path: Path) -> list[str]:
    return sorted(file.name for file in path.rglob("*") if file.is_file())


def test_what_is_put_comes_out_once_and_in_order(connect, folder):
    put(connect(), {"n": 1}, {"n": "hai", "chữ": "Đôn Đốc"})
    channel = connect().channel()
    assert channel.queue_declare("tasks", passive=True).message_count == 2
    assert take(channel) == {"n": 1}
    assert take(channel) == {"n": "hai", "chữ": "Đôn Đốc"}
    assert take(channel) is None
    assert files_below(folder) == files_below(folder.parents[1] / "claimed") == []


def test_a_consumer_that_needs_no_acknowledgement_leaves_no_claim(connect, folder):
    put(connect(), "one", "two")
    connection, seen = connect(), []
    with connection.Consumer([Queue("tasks")], callbacks=[lambda body, _: seen.append(body)], no_ack=True):
        connection.drain_events(timeout=1)
        connection.drain_events(timeout=1)
    assert seen == ["one", "two"]
    assert files_below(folder.parents[1] / "claimed") == []


def test_consumers_at_once_never_get_the_same_message(connect):
    put(connect(), *range(200))
    got: list[list[int]] = [[], [], []]
    channels = [connect().channel() for _ in got]

    def empty_the_queue(channel, into):
        while (body := take(channel)) is not None:
            into.append(body)

    threads = [
        threading.Thread(target=empty_the_queue, args=pair) for pair in zip(channels, got, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sum(got, [])) == list(range(200))


BAD = {
    "empty": lambda good: b"",
    "cut": lambda good: good[: len(good) // 2],
    "garbage": lambda good: bytes(range(256)) * 4,
    "not a message": lambda good: b'{"body": "x"}',
    "body that is not base64": lambda good: re.sub(rb'"body": ".', b'"body": "', good),
}


@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_set_aside_and_the_next_message_comes(
    connect, folder, caplog, spoil: Callable[[bytes], bytes]
):
    publisher = connect()
    put(publisher, "first")
    (file,) = folder.iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    put(publisher, "second")
    with caplog.at_level(logging.WARNING):
        assert take(connect().channel()) == "second"
    (aside,) = (folder.parents[1] / "unreadable").iterdir()
    assert aside.name.endswith(file.name)
    assert aside.name in caplog.text


def test_a_rejected_message_comes_again_only_if_asked(connect):
    put(connect(), "again", "never")
    channel = connect().channel()
    channel.basic_get("tasks").requeue()
    assert take(channel) == "never"
    assert take(channel) == "again"
    put(connect(), "never")
    channel.basic_get("tasks").reject()
    assert take(channel) is None


def test_what_a_worker_still_holds_when_it_leaves_goes_back(connect):
    put(connect(), "held")
    leaving = connect()
    assert leaving.channel().basic_get("tasks").payload == "held"
    assert take(connect().channel()) is None
    leaving.release()
    assert take(connect().channel()) == "held"


def killed_while_holding(folder: Path) -> None:
    """Another process takes a message and is killed with it in hand."""
    code = (
        "import sys, time\n"
        "from kombu import Connection\n"
        "from config.file_broker import Transport\n"
        "channel = Connection(transport=Transport, transport_options={'folder': sys.argv[1]}).channel()\n"
        "print(channel.basic_get('tasks').payload, flush=True)\n"
        "time.sleep(60)\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(folder.parents[1])], cwd=ROOT, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        os.kill(holder.pid, signal.SIGKILL)


@pytest.mark.faults
def test_the_claim_of_a_killed_worker_comes_back(connect, folder):
    put(connect(), "held")
    killed_while_holding(folder)
    assert files_below(folder) == []
    channel = connect().channel()
    message = channel.basic_get("tasks")
    assert message.payload == "held"
    assert message.delivery_info["redelivered"] is True


@pytest.mark.faults
def test_a_message_that_kills_its_workers_is_set_aside(connect, folder, monkeypatch):
    monkeypatch.setattr(file_broker, "DEATHS_ALLOWED", 0)
    put(connect(), "held")
    killed_while_holding(folder)
    assert take(connect().channel()) is None
    assert len(files_below(folder.parents[1] / "unreadable")) == 1


def test_the_claim_of_a_living_worker_stays(connect, monkeypatch):
    monkeypatch.setattr(file_broker, "GIVE_BACK_EVERY", 0)
    put(connect(), "held")
    message = connect().channel().basic_get("tasks")
    assert take(connect().channel()) is None
    message.ack()


def test_the_folder_deleted_in_mid_run_is_made_again(connect, folder):
    publisher, channel = connect(), connect().channel()
    put(publisher, "lost")
    held = channel.basic_get("tasks")
    put(publisher, "lost too")
    shutil.rmtree(folder.parents[1])
    with pytest.raises(Empty):
        channel._get("tasks")
    held.ack()
    put(publisher, "new")
    assert take(channel) == "new"


def test_purge_empties_the_queue(connect):
    put(connect(), 1, 2, 3)
    channel = connect().channel()
    assert channel.queue_purge("tasks") == 3
    assert take(channel) is None
