"""Prefect's server for the time of one command: own home, own port, own password, no traces.

It is started at the beginning of a command, so that it is up when it is needed, and ends with it:
its standard input is a pipe that closes when the command ends, in whatever way. Where
``PREFECT_API_URL`` is set, that server is used and none is started.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from threading import Thread

from flows import TERMINATED, settle
from pipeline.errors import FlowError
from pipeline.store.files import require_room

START_SECONDS = 120
"""A loaded machine takes half a minute for the first start."""

FLUSH_SECONDS = 10
"""Prefect's notes of a run arrive in a tenth of a second; where nobody takes them, tell nobody."""

SERVER_SETTINGS = {
    "PREFECT_UI_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",  # we use none, and it takes a second
    "PREFECT__SERVER_EPHEMERAL": "1",  # no schedulers, no clean-up loops
    "PREFECT__SERVER_FINAL": "1",
    "PYTHONWARNINGS": "ignore",  # those of its libraries are nobody's business here
}


@contextmanager
def errors_as_ours(folder: Path) -> Iterator[None]:
    """Say in one sentence what Prefect could not do; mostly its database has no room left."""
    try:
        yield
    except Exception as error:
        if type(error).__module__.split(".")[0] not in ("prefect", "httpx", "httpcore"):
            raise
        if os.environ.get("EINGANG_DEBUG"):
            raise
        require_room(folder)
        raise FlowError from None
    except BaseException as error:
        if type(error).__name__ == "TerminationSignal":  # what Prefect makes of a SIGTERM
            sys.exit(TERMINATED)
        raise


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """Have a server for the time of the block; it starts while other work goes on."""
    settle(folder)
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    home = folder / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        os.environ["PREFECT_API_AUTH_STRING"] = f"eingang:{secrets.token_urlsafe(24)}"
        server = _start(home, listener)
    try:
        yield
    finally:
        _flush()
        _stop(server)
        del os.environ["PREFECT_API_URL"], os.environ["PREFECT_API_AUTH_STRING"]


def await_ready() -> None:
    """Return once the server answers. Raises ``FlowError`` if it never does."""
    request = urllib.request.Request(f"{os.environ['PREFECT_API_URL']}/health")  # noqa: S310 - own address
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(request, timeout=START_SECONDS):  # noqa: S310 - the same
                return
        except urllib.error.HTTPError:
            return  # it answers, and wants the password
        except OSError:
            time.sleep(0.05)
    raise FlowError


def _start(home: Path, listener: socket.socket) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        **SERVER_SETTINGS,
        "PREFECT_SERVER_API_AUTH_STRING": os.environ["PREFECT_API_AUTH_STRING"],
    }
    with (home / "server.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - our own program and a number
            [sys.executable, "-m", "flows.server", str(listener.fileno())],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=environment,
            pass_fds=[listener.fileno()],
            start_new_session=True,  # an interrupt on the terminal is for the command
        )


def _flush() -> None:
    """Let Prefect's notes of the run arrive while there is a server; it would look for one long."""
    events = sys.modules.get("prefect.events.worker")
    if events is not None:
        events.EventsWorker.drain_all(timeout=FLUSH_SECONDS, at_exit=False)


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.stdin:
        server.stdin.close()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def serve(descriptor: int) -> None:
    """The server's own process."""
    import uvicorn

    home = Path(os.environ["PREFECT_HOME"])
    _have_database(home)
    from prefect.server.api.server import create_app

    config = uvicorn.Config(create_app, factory=True, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[socket.socket(fileno=descriptor)])


def _end_with_parent(server: object) -> None:
    """Wait until the command has ended; then end, at the latest after two seconds."""
    sys.stdin.buffer.read()
    server.should_exit = True  # type: ignore[attr-defined]  # uvicorn is imported where it is used
    time.sleep(2)
    os._exit(0)


def _template() -> Path:
    """An empty database of this Prefect version: making one takes six seconds, copying none."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "eingang" / f"prefect-{version('prefect')}.db"


def _have_database(home: Path) -> None:
    """Have a database; two first starts at once wait for each other and share one."""
    database = home / "prefect.db"
    with (home / "prefect.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not database.exists():
            _make_database(database)


def _make_database(database: Path) -> None:
    """Copy the template; where there is none, make the tables and leave a template behind."""
    template = _template()
    if template.exists():
        _copy(template, database)
        return
    from prefect.server.database import provide_database_interface

    asyncio.run(provide_database_interface().create_db())
    with suppress(OSError, sqlite3.Error):  # no place for a template: the next one takes longer
        template.parent.mkdir(parents=True, exist_ok=True)
        _copy(database, template)


def _copy(database: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}")
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    part.replace(target)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
