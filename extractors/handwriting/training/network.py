"""The network: four layers of convolution, two layers of LSTM in both directions, CTC.

Input is light ink on black, 40 pixels high; output one row of log-probabilities per four columns.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from extractors.handwriting import alphabet, prepare

CHANNELS = (24, 40, 64, 96)
NARROWED = 128  # features per column before the LSTM
MEMORY = 128  # cells per direction
COLUMNS = 4  # input columns per output row
ROWS_LEFT = prepare.HEIGHT // 8


class Recogniser(nn.Module):  # type: ignore[misc]  # torch is no dependency, so untyped here
    """Pictures (N, 1, 40, W) to log-probabilities (N, W / 4, characters)."""

    def __init__(self) -> None:
        super().__init__()
        one, two, three, four = CHANNELS
        self.seen = nn.Sequential(
            *_layer(1, one, wide=5, step=2),
            *_layer(one, two), nn.MaxPool2d(2),
            *_layer(two, three), nn.MaxPool2d((2, 1)),
            *_layer(three, four),
        )  # fmt: skip
        self.narrow = nn.Linear(four * ROWS_LEFT, NARROWED)
        self.first = nn.LSTM(NARROWED, MEMORY, bidirectional=True, batch_first=True)
        self.second = nn.LSTM(2 * MEMORY, MEMORY, bidirectional=True, batch_first=True)
        self.forget = nn.Dropout(0.1)
        self.named = nn.Linear(2 * MEMORY, alphabet.SIZE)

    def forward(self, pictures: Tensor) -> Tensor:
        """Log-probabilities of every character at every place."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):  # a third faster
            features = self.seen(pictures)
        across = features.float().permute(0, 3, 1, 2).flatten(2)
        columns = torch.relu(self.narrow(across))
        once, _ = self.first(self.forget(columns))
        twice, _ = self.second(self.forget(once))
        return self.named(self.forget(twice)).log_softmax(2)


def _layer(inside: int, outside: int, wide: int = 3, step: int = 1) -> tuple[nn.Module, ...]:
    return (
        nn.Conv2d(inside, outside, wide, stride=step, padding=wide // 2, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )
