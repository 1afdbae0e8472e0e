"""The network: four layers of convolution, two layers of LSTM in both directions, CTC.

Input is light ink on black, 40 pixels high; output one row of log-probabilities per four columns.
A small network learns faster per minute, a large one learns more: ``grow`` makes one of the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from extractors.handwriting import alphabet, prepare


@dataclass(frozen=True)
class Size:
    """How large a network is."""

    channels: tuple[int, int, int, int]
    narrowed: int  # features per column before the LSTM
    memory: int  # cells per direction


SMALL = Size((24, 40, 64, 96), 128, 128)
LARGE = Size((36, 64, 104, 144), 176, 192)
COLUMNS = 4  # input columns per output row
ROWS_LEFT = prepare.HEIGHT // 8


class Recogniser(nn.Module):  # type: ignore[misc]  # torch is no dependency, so untyped here
    """Pictures (N, 1, 40, W) to log-probabilities (N, W / 4, characters)."""

    def __init__(self, size: Size = LARGE) -> None:
        super().__init__()
        one, two, three, four = size.channels
        self.seen = nn.Sequential(
            *_layer(1, one, wide=5, step=2),
            *_layer(one, two), nn.MaxPool2d(2),
            *_layer(two, three), nn.MaxPool2d((2, 1)),
            *_layer(three, four),
        )  # fmt: skip
        self.narrow = nn.Linear(four * ROWS_LEFT, size.narrowed)
        self.first = nn.LSTM(size.narrowed, size.memory, bidirectional=True, batch_first=True)
        self.second = nn.LSTM(2 * size.memory, size.memory, bidirectional=True, batch_first=True)
        self.forget = nn.Dropout(0.1)
        self.named = nn.Linear(2 * size.memory, alphabet.SIZE)

    def forward(self, pictures: Tensor) -> Tensor:
        """Log-probabilities of every character at every place."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):  # half as long
            features = self.seen(pictures)
            across = features.permute(0, 3, 1, 2).flatten(2)
            columns = torch.relu(self.narrow(across))
            once, _ = self.first(self.forget(columns))
            twice, _ = self.second(self.forget(once))
            named = self.named(self.forget(twice))
        return named.float().log_softmax(2)


def _layer(inside: int, outside: int, wide: int = 3, step: int = 1) -> tuple[nn.Module, ...]:
    return (
        nn.Conv2d(inside, outside, wide, stride=step, padding=wide // 2, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )
