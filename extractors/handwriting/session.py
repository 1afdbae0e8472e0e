"""The network, loaded once per process, and all lines of a page through it in few batches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.grey import Grey
from extractors.handwriting import alphabet
from extractors.handwriting.prepare import HEIGHT, prepare

Chances = npt.NDArray[np.float32]
"""Log-probabilities: one row per place of the line, one column per character."""

COLUMNS = 4  # columns of the picture per row of the result, fixed by the network
UNEVEN = 1.5  # a batch holds no line that is so many times as wide as another
MOST_COLUMNS = 4000  # of one batch: twice as many take twice the memory and save no time


def chances_of(crops: Sequence[Grey]) -> list[Chances]:
    """The chances of every character at every place of each line."""
    pictures = [prepare(crop) for crop in crops]
    found: list[Chances] = [np.zeros((0, alphabet.SIZE), np.float32)] * len(pictures)
    for group in groups_of([picture.shape[1] for picture in pictures]):
        widest = -(-max(pictures[n].shape[1] for n in group) // COLUMNS) * COLUMNS
        page = np.zeros((len(group), 1, HEIGHT, widest), np.float32)
        for row, n in enumerate(group):
            page[row, 0, :, : pictures[n].shape[1]] = pictures[n] / np.float32(255)
        (out,) = _network().run(None, {"pictures": page})
        for row, n in enumerate(group):
            found[n] = out[row, : -(-pictures[n].shape[1] // COLUMNS)]
    return found


def groups_of(widths: Sequence[int]) -> Iterator[list[int]]:
    """Lines of like width together, no more than fit into memory easily."""
    group: list[int] = []
    for n in sorted(range(len(widths)), key=widths.__getitem__):
        uneven = group and widths[n] > UNEVEN * widths[group[0]]
        if group and (uneven or (len(group) + 1) * widths[n] > MOST_COLUMNS):
            yield group
            group = []
        group.append(n)
    if group:
        yield group


@cache
def reader() -> str:
    """The recogniser's name with the version of its weights, for the provenance of a reading."""
    parts = (_weights(), files(__package__).joinpath("belief.json").read_bytes())
    return f"eingang handwriting 1 ({hashlib.sha256(b''.join(parts)).hexdigest()[:8]})"


def _weights() -> bytes:
    return files(__package__).joinpath("weights.onnx").read_bytes()


@cache
def _network() -> Any:
    """The network; one thread, because pages are read side by side."""
    import onnxruntime

    wanted = onnxruntime.SessionOptions()
    wanted.intra_op_num_threads = wanted.inter_op_num_threads = 1
    wanted.log_severity_level = 3
    wanted.enable_cpu_mem_arena = False  # it would keep twenty megabytes for the next page
    return onnxruntime.InferenceSession(_weights(), wanted, providers=["CPUExecutionProvider"])
