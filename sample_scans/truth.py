"""What a sample says, written down: the truth file beside every scan.

Every value is quoted, so that a reader who loads strings only gets what was meant (``"1250.00"``,
``"ja"``, ``"2017"``); the keys are plain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

Truth = Mapping[str, object]

INLINE = ("pages",)
"""Lists of small records that read best with one record per line."""


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    return json.dumps(str(value), ensure_ascii=False)


def _lines(truth: Truth) -> Iterator[str]:
    for key, value in truth.items():
        if isinstance(value, Mapping) and value:
            yield f"{key}:"
            yield from (f"  {name}: {_flow(one)}" for name, one in value.items())
        elif key in INLINE and isinstance(value, Sequence):
            yield f"{key}:"
            yield from (f"  - {_flow(one)}" for one in value)
        else:
            yield f"{key}: {_flow(value)}"


def truth_yaml(truth: Truth) -> str:
    """The text of a truth file."""
    return "\n".join(_lines(truth)) + "\n"
