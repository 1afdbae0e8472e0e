"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.usage import path_of

PATH: Any = {"parser": path_of, "metavar": "<path>"}
"""Whether something is there and may be read, commands find out themselves, and say more of it."""

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of the store.", show_default="./eingang-data", **PATH),
]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
Case = Annotated[str, typer.Argument(help="Case number, for example UV-7K3M-Q9XW.")]
Paths = Annotated[
    list[Path], typer.Argument(help="Files, folders or folders of folders.", parser=path_of)
]
Day = Annotated[
    datetime | None,
    typer.Option("--received", formats=["%Y-%m-%d"], help="Day of receipt of new mail."),
]
