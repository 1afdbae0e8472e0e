"""What guards every answer of the review station: headers, hosts, forged requests, guesses.

The pages carry no script or style of their own and load nothing from elsewhere, so the policy can
forbid all of it. A request that changes something must carry a token that only our own pages
know, and must come from them as far as the browser says where it comes from.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
"""``no-store``: what people told an office is not left in the cache of a shared computer."""

OVER_TLS = {"strict-transport-security": "max-age=31536000"}

FILES = "/static/"
"""Style and script: the same for everyone, and nothing personal in them."""

THERE = frozenset({200, 304})
FOR_GOOD = "public, max-age=31536000, immutable"
"""Their path changes with them."""

SAFE_METHODS = frozenset({"GET", "HEAD"})
TOKEN_FIELD = "formular"  # noqa: S105 - the name of the field, no secret
TOKEN_HEADER = "x-formular"  # noqa: S105 - the name of the header, no secret

TRIES = {"konto": 20, "adresse": 60, "beides": 5}
"""Wrong passwords after which to wait: of one account from one address, of it from anywhere (an
account cannot be locked by five wrong guesses of somebody else), and of one address alone."""

WAIT_SECONDS = 300
"""Five tries in five minutes: 1,440 guesses a day against a password that argon2 guards."""

REMEMBERED = 10_000
"""Keys kept for the limit; whoever sends more made-up names fills no memory."""

LARGEST_FORM = 64 * 1024
"""Bytes of what a form may send; a value of a field has some hundred at most."""


class Guard:
    """The outermost layer: refuses foreign host names, and adds the headers to every answer."""

    def __init__(self, app: App, *, hosts: frozenset[str], tls: bool) -> None:
        self.app = app
        self.hosts = hosts
        self.headers = HEADERS | (OVER_TLS if tls else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if host_of(Request(scope).headers.get("host", "")) not in self.hosts:
            await _refuse(send, self.headers)
            return

        kept = {"cache-control": FOR_GOOD} if scope["path"].startswith(FILES) else {}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = self.headers | (kept if message["status"] in THERE else {})
                message["headers"] = _with(message.get("headers", []), headers)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _with(present: list[tuple[bytes, bytes]], more: dict[str, str]) -> list[tuple[bytes, bytes]]:
    names = {name.lower() for name, _ in present}
    added = [(n.encode(), v.encode()) for n, v in more.items() if n.encode() not in names]
    return [*present, *added]


async def _refuse(send: Send, headers: dict[str, str]) -> None:
    """A name that is not ours: somebody led a browser here under a name of their own."""
    await send({"type": "http.response.start", "status": 421, "headers": _with([], headers)})
    await send({"type": "http.response.body", "body": b""})


def host_of(header: str) -> str:
    """The name in a ``Host`` header, without the port.

    >>> host_of("127.0.0.1:8000"), host_of("[::1]:8000"), host_of("pruefung.amt.example")
    ('127.0.0.1', '::1', 'pruefung.amt.example')
    """
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


def form_token(session: str) -> str:
    """What our own pages send back; whoever does not know the session cannot make it."""
    return hmac.new(session.encode(), b"form", hashlib.sha256).hexdigest()


def is_ours(request: Request, session: str, sent: str) -> bool:
    """Whether a request that changes something comes from a page of ours."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    same = origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
    known = hmac.compare_digest(form_token(session).encode(), sent.encode())
    return bool(session) and known and same and site in ("same-origin", "none")


async def sent_form(request: Request) -> dict[str, str] | None:
    """What a form of ours sent; ``None`` where it is larger than any of ours."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return None
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    found: dict[str, str] = {}
    for name, value in pairs:  # several ticked boxes of one name are joined, as values are kept
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


@dataclass
class Tries:
    """Passwords tried of late; forgotten when the program ends."""

    known: dict[tuple[str, str], deque[float]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def seconds_to_wait(self, name: str, address: str, now: float) -> int:
        """How long to wait before the next try; 0 if not at all."""
        with self.lock:
            return max(self._wait(key, now) for key in _keys(name, address))

    def note(self, name: str, address: str, now: float) -> None:
        """Count a try, before it is looked at: many at once are no more than one by one."""
        with self.lock:
            for key in _keys(name, address):
                self.known.setdefault(key, deque(maxlen=TRIES[key[0]])).append(now)
            while len(self.known) > REMEMBERED:
                del self.known[next(iter(self.known))]

    def forget(self, name: str, address: str) -> None:
        """A right password: this account at this address begins anew, the rest is one less."""
        both, *others = _keys(name, address)
        with self.lock:
            self.known.pop(both, None)
            for key in others:
                if times := self.known.get(key):
                    times.pop()

    def _wait(self, key: tuple[str, str], now: float) -> int:
        times = self.known.get(key)
        if times is None or len(times) < TRIES[key[0]]:
            return 0
        return max(0, math.ceil(WAIT_SECONDS - (now - times[0])))


def _keys(name: str, address: str) -> tuple[tuple[str, str], ...]:
    return (("beides", f"{name}@{address}"), ("konto", name), ("adresse", address))
