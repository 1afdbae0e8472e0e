"""``python -m pipeline.cli`` does what ``eingang`` does."""

from pipeline.cli import app

app()
