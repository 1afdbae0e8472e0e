"""Everything that an operator may set, from the environment (``EINGANG_*``)."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """One value per environment variable; the defaults fit a small office."""

    model_config = SettingsConfigDict(env_prefix="EINGANG_", frozen=True)

    data: Path = Path("eingang-data")
    database_url: str = ""
    target_error: float = Field(default=0.001, gt=0, lt=1)
    max_pages: int = Field(default=2000, ge=1)
    max_megapixels: int = Field(default=120, ge=1)
    release: str = Field(default="readings", pattern="^(readings|fehler|person)$")
    """When a case may go out: no reading in doubt; also no fehler; or only by a person."""
    workers: int = Field(default=1, ge=1)
