"""The commands for accounts of the review station."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.options import Data
from pipeline.cli.usage import Commands

accounts = typer.Typer(
    cls=Commands, help="Who may sign in to the review station.", rich_markup_mode=None
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the account.")]


@accounts.command("add")
def accounts_add(
    name: Name,
    role: Annotated[
        str,
        typer.Option(
            "--role",
            help="scan_operator, pruefer, senior, sachbearbeitung, leitung, fachadmin, "
            "systemadmin or revision.",
        ),
    ],
    data: Data = None,
) -> None:
    """Add an account. The password is asked for, or made and shown once."""
    from pipeline.cli.review import add_account

    add_account(data, name, role)


@accounts.command("password")
def accounts_password(name: Name, data: Data = None) -> None:
    """Give an account another password and end its sign-ins."""
    from pipeline.cli.review import change_password

    change_password(data, name)


@accounts.command("lock")
def accounts_lock(name: Name, data: Data = None) -> None:
    """Let somebody sign in no more, and end their sign-ins."""
    from pipeline.cli.review import lock_account

    lock_account(data, name, locked=True)


@accounts.command("unlock")
def accounts_unlock(name: Name, data: Data = None) -> None:
    """Let somebody sign in again."""
    from pipeline.cli.review import lock_account

    lock_account(data, name, locked=False)


@accounts.command("list")
def accounts_list(data: Data = None) -> None:
    """List all accounts."""
    from pipeline.cli.review import list_accounts

    list_accounts(data)
