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
    session_minutes: int = Field(
        default=30,
        ge=1,
        description="minutes without a request after which somebody has to sign in to the review "
        "station again; what they typed stays",
    )
    session_hours: int = Field(
        default=10, ge=1, description="hours after which they have to in any case"
    )
    review_address: str = Field(
        default="127.0.0.1",
        description="address on which the review station listens; another one than this computer's "
        "own only with a certificate or `EINGANG_REVIEW_URL`",
    )
    review_url: str = Field(
        default="",
        pattern="^(https://[^/]+)?/?$",
        description="how browsers reach the review station through a proxy that ends TLS, for "
        "example `https://pruefung.amt.example`",
    )
    review_proxy: str = Field(
        default="127.0.0.1",
        description="addresses of this proxy, joined by commas: it alone may name the client",
    )
    review_certificate: str = Field(
        default="", description="certificate (PEM) with which the review station itself speaks TLS"
    )
    review_key: str = Field(default="", description="the key of this certificate (PEM)")
    lease_minutes: int = Field(
        default=15,
        ge=2,
        description="minutes without a sign of life after which a case goes back to the others",
    )
    deadline_days: int = Field(
        default=14,
        ge=0,
        description="days from receipt in which a case should be reviewed; 0 for no deadline",
    )
    finish_releases: bool = Field(
        default=True,
        description="whether a case that a person reviewed to its end may go out without another "
        "`eingang release`",
    )
    second_share: float = Field(
        default=0,
        ge=0,
        le=1,
        description="share of the fields at risk (names, days of birth, accounts, amounts, the day "
        "of receipt) that a second person types without seeing them; 0 where an office has too few "
        "people: a third one decides where the two differ",
    )
    audit_share: float = Field(
        default=0.005,
        ge=0,
        le=1,
        description="share of the fields accepted without a look that are shown to a person later, "
        "to measure how many of them are wrong",
    )
