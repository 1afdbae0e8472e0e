"""Batches as torch wants them: pictures of one width, texts one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from extractors.grey import Grey
from extractors.handwriting.training.data import Stream
from extractors.handwriting.training.network import COLUMNS

Batch = tuple[Tensor, Tensor, Tensor, Tensor]


def padded(pictures: list[Grey]) -> tuple[Tensor, Tensor]:
    """Pictures filled up to the widest, and how many output rows each one has."""
    widest = -(-max(p.shape[1] for p in pictures) // COLUMNS) * COLUMNS
    page = np.zeros((len(pictures), 1, pictures[0].shape[0], widest), np.float32)
    for n, picture in enumerate(pictures):
        page[n, 0, :, : picture.shape[1]] = picture.astype(np.float32) / 255
    rows = [-(-p.shape[1] // COLUMNS) for p in pictures]
    return torch.from_numpy(page), torch.tensor(rows)


def with_texts(pictures: list[Grey], numbers: list[list[int]]) -> Batch | None:
    """A batch without texts that are longer than their pictures allow."""
    fit = [
        (p, t)
        for p, t in zip(pictures, numbers, strict=True)
        if len(t) + sum(a == b for a, b in pairwise(t)) <= p.shape[1] // COLUMNS
    ]
    if not fit:
        return None
    page, rows = padded([p for p, _ in fit])
    texts = torch.tensor([number for _, text in fit for number in text])
    return page, rows, texts, torch.tensor([len(text) for _, text in fit])


class Batches(IterableDataset[Batch]):  # type: ignore[misc]  # torch is no dependency, so untyped
    """The stream in a process of its own; every process and every run has its own seed."""

    def __init__(self, data: Path, fonts: Path, seed: int, *, ease: float) -> None:
        self.data, self.fonts, self.seed, self.ease = data, fonts, seed, ease

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        info = get_worker_info()
        stream = Stream(self.data, self.fonts, self.seed + (info.id if info else 0), ease=self.ease)
        for pictures, numbers in stream.batches():
            if (batch := with_texts(pictures, numbers)) is not None:
                yield batch


def loader(data: Path, fonts: Path, seed: int, *, ease: float) -> DataLoader[Batch]:
    """Batches made beside the training, a few ahead."""
    return DataLoader(
        Batches(data, fonts, seed, ease=ease), batch_size=None, num_workers=1, prefetch_factor=6
    )
