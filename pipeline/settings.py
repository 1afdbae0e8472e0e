"""Everything that an operator may set, from the environment (``EINGANG_*``)."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """One value per environment variable; the defaults fit a small office.

    A variable that is set but empty counts as not set.
    """

    model_config = SettingsConfigDict(env_prefix="EINGANG_", env_ignore_empty=True, frozen=True)

    data: Path = Field(default=Path("eingang-data"), description="folder of the store")
    database_url: str = Field(
        default="",
        description="PostgreSQL instead of SQLite, for example `postgresql://user@host/eingang`",
    )
    target_error: float = Field(
        default=0.001,
        gt=0,
        lt=1,
        description="share of delivered values that may be wrong. The readers are fitted to the "
        "default; a smaller share raises the confidence from which boxes, print and "
        "handwriting are accepted, so that more goes to a person; a larger one changes nothing. "
        "Check digits, evidence and what was filled in on screen are judged the same at any share",
    )
    max_pages: int = Field(default=2000, ge=1, description="pages of one file")
    max_megapixels: int = Field(default=120, ge=1, description="size of one page image")
    max_seconds: int = Field(
        default=900,
        ge=1,
        description="seconds in which a process that reads a mail item has to be done with its "
        "next page, which takes it a few; else it is ended, and the mail item is tried again like "
        "any at which a process crashed",
    )
    release: str = Field(
        default="readings",
        pattern="^(readings|fehler|person)$",
        description="when a case may go out: no reading in doubt (`readings`); also no finding of "
        "severity fehler (`fehler`); only when a person lets it go (`person`)",
    )
    workers: int = Field(default=1, ge=1, description="processes that read cases side by side")
