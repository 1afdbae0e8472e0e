"""``eingang review`` and ``eingang accounts``: the review station, and who may sign in to it."""

from __future__ import annotations

import getpass
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.cli.calls import again
from pipeline.cli.opening import opened
from pipeline.cli.passwords import new_password
from pipeline.cli.tables import line, table
from pipeline.cli.wrong import WrongUsageError
from pipeline.review.permissions import ROLE_SHOWN
from pipeline.settings import Settings
from pipeline.store import Store, accounts
from pipeline.store.accounts import Role

LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
NEEDS_TLS = "Unter der Adresse {address} lauscht der Prüfplatz nur mit TLS."
NEEDS_TLS_HINT = (
    "Bitte EINGANG_REVIEW_CERTIFICATE und EINGANG_REVIEW_KEY setzen, oder EINGANG_REVIEW_URL,"
    " wenn ein Proxy TLS beendet."
)
BOTH = "Zertifikat und Schlüssel gehören zusammen."
BOTH_HINT = "Bitte EINGANG_REVIEW_CERTIFICATE und EINGANG_REVIEW_KEY setzen."
TAKEN = "Der Port {port} ist nicht frei."
TAKEN_HINT = "Mit --port einen anderen nennen; 0 nimmt irgendeinen freien."
ROLE_HINT = "Rollen sind: {roles}."


def run_review(data: Path | None, port: int) -> None:
    """Serve the review station until it is interrupted."""
    import uvicorn

    from pipeline.review.app import LOCAL_NAMES, create_app

    with opened(data, existing=True) as (store, settings):
        require_privacy(settings)
        tls = bool(settings.review_certificate or settings.review_url)
        app = create_app(store, settings, hosts=LOCAL_NAMES | _names(settings), tls=tls)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="on",
            ssl_certfile=settings.review_certificate or None,
            ssl_keyfile=settings.review_key or None,
            proxy_headers=bool(settings.review_url), forwarded_allow_ips=settings.review_proxy,
        )  # fmt: skip
        listening = _listening(settings.review_address, port)
        line(f"Der Prüfplatz ist bereit: {_address(settings, listening)}")
        if not _has_accounts(store):
            line(f"Noch hat niemand ein Konto: {again('accounts add NAME --role pruefer')}")
        line("Strg+C beendet ihn.")
        sys.stdout.flush()
        uvicorn.Server(config).run(sockets=[listening])


def require_privacy(settings: Settings) -> None:
    """Raise ``WrongUsageError`` where what people wrote would go through a network unprotected."""
    if bool(settings.review_certificate) != bool(settings.review_key):
        raise WrongUsageError(BOTH, BOTH_HINT)
    protected = settings.review_certificate or settings.review_url
    if settings.review_address not in LOCAL and not protected:
        sentence = NEEDS_TLS.format(address=settings.review_address)
        raise WrongUsageError(sentence, NEEDS_TLS_HINT)


def _names(settings: Settings) -> frozenset[str]:
    """The names under which browsers may ask for us."""
    named = urlsplit(settings.review_url).hostname if settings.review_url else None
    own = {settings.review_address}
    if settings.review_certificate:
        own |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    return frozenset({*own, *filter(None, [named])})


def _listening(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
    except OSError:
        listening.close()
        raise WrongUsageError(TAKEN.format(port=port), TAKEN_HINT) from None
    return listening


def _address(settings: Settings, listening: socket.socket) -> str:
    if settings.review_url:
        return settings.review_url
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if settings.review_certificate else 'http'}://{shown}:{port}/"


def _has_accounts(store: Store) -> bool:
    with store.read() as db:
        return bool(accounts.every(db))


def add_account(data: Path | None, name: str, role: str) -> None:
    """Add an account; the password is asked for, or made and shown once."""
    wanted = _role(role)
    with opened(data, existing=True) as (store, _):
        password, made = _asked_password()
        with store.write() as db:
            account = accounts.add(db, name, password, wanted, datetime.now(UTC))
    line(f"{account.name} kann sich anmelden ({ROLE_SHOWN[account.role]}).")
    if made:
        line(f"Kennwort, wird nur dieses eine Mal gezeigt: {password}")


def change_password(data: Path | None, name: str) -> None:
    """Give an account another password; whoever is signed in with it has to sign in again."""
    with opened(data, existing=True) as (store, _):
        password, made = _asked_password()
        with store.write() as db:
            accounts.set_password(db, name, password)
    line(f"Das Kennwort von {accounts.known_as(name)} ist geändert.")
    if made:
        line(f"Kennwort, wird nur dieses eine Mal gezeigt: {password}")


def lock_account(data: Path | None, name: str, *, locked: bool) -> None:
    """Let somebody sign in no more, or again."""
    with opened(data, existing=True) as (store, _), store.write() as db:
        (accounts.lock if locked else accounts.unlock)(db, name)
    line(f"{accounts.known_as(name)} ist {'gesperrt' if locked else 'entsperrt'}.")


def list_accounts(data: Path | None) -> None:
    """Who may sign in."""
    with opened(data, existing=True) as (store, _), store.read() as db:
        known = accounts.every(db)
    rows = [[a.name, ROLE_SHOWN[a.role], "gesperrt" if a.locked else ""] for a in known]
    table(["Konto", "Rolle", "Stand"], rows)


def _role(typed: str) -> Role:
    try:
        return Role(typed)
    except ValueError:
        sentence = f"Die Rolle {typed} gibt es nicht."
        raise WrongUsageError(sentence, ROLE_HINT.format(roles=", ".join(Role))) from None


def _asked_password() -> tuple[str, bool]:
    """The password typed twice at a terminal; without one, a new one, which is then shown."""
    if not sys.stdin.isatty():
        return new_password(), True
    typed = getpass.getpass("Kennwort (leer: eines vorschlagen): ")
    if not typed:
        return new_password(), True
    if typed != getpass.getpass("Noch einmal: "):
        raise WrongUsageError("Die Kennwörter sind verschieden.", "Bitte noch einmal versuchen.")
    return typed, False
