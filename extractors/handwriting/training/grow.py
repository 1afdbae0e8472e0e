"""Make a larger network that reads exactly as a smaller one does, and train that on.

    python -m extractors.handwriting.training.grow --state SMALL/state.pt --out LARGE

Every new unit is a copy of an old one, and what follows divides its weight among the copies
(Chen, Goodfellow, Shlens 2016, "Net2Net"). A little noise makes the copies differ, so that the
training finds something for each to do.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from extractors.handwriting.training.network import LARGE, ROWS_LEFT, Size

NOISE = 0.01  # of the spread of a layer's weights
GATES = 4
CONVOLUTIONS, NORMS = ("seen.0", "seen.3", "seen.7", "seen.11"), (
    "seen.1", "seen.4", "seen.8", "seen.12",
)  # fmt: skip
Weights = dict[str, Tensor]


def grown(old: Weights, size: Size) -> Weights:
    """The weights of a network of ``size`` that gives what the network of ``old`` gives."""
    new = dict(old)
    seen: Sequence[int] = [0]
    for conv, norm, count in zip(CONVOLUTIONS, NORMS, size.channels, strict=True):
        before, seen = seen, _copies(len(old[f"{conv}.weight"]), count)
        new[f"{conv}.weight"] = _noisy(_shared(old[f"{conv}.weight"], before)[seen])
        for part in ("weight", "bias", "running_mean", "running_var"):
            new[f"{norm}.{part}"] = old[f"{norm}.{part}"][seen]
    features = [place * ROWS_LEFT + row for place in seen for row in range(ROWS_LEFT)]
    narrow = _copies(len(old["narrow.bias"]), size.narrowed)
    new["narrow.weight"] = _noisy(_shared(old["narrow.weight"], features)[narrow])
    new["narrow.bias"] = old["narrow.bias"][narrow]
    cells = _copies(old["first.weight_hh_l0"].shape[1], size.memory)
    both = [*cells, *(place + old["first.weight_hh_l0"].shape[1] for place in cells)]
    _lstm(old, new, "first", narrow, cells)
    _lstm(old, new, "second", both, cells)
    new["named.weight"] = _shared(old["named.weight"], both)
    return new


def _copies(old: int, new: int) -> list[int]:
    """Which old unit every new one copies."""
    return [place % old for place in range(new)]


def _shared(weight: Tensor, inputs: Sequence[int]) -> Tensor:
    """The weight with its inputs copied, each copy with its share of the weight."""
    places = torch.tensor(inputs)
    counts = torch.bincount(places, minlength=weight.shape[1])
    share = 1 / counts[places].to(weight.dtype)
    return weight[:, places] * share.view(1, -1, *[1] * (weight.dim() - 2))


def _lstm(old: Weights, new: Weights, name: str, inputs: Sequence[int], cells: list[int]) -> None:
    memory = old[f"{name}.weight_hh_l0"].shape[1]
    rows = [gate * memory + cell for gate in range(GATES) for cell in cells]
    for way in ("l0", "l0_reverse"):
        for side, before in (("ih", inputs), ("hh", cells)):
            key = f"{name}.weight_{side}_{way}"
            new[key] = _noisy(_shared(old[key], before)[rows])
            new[f"{name}.bias_{side}_{way}"] = old[f"{name}.bias_{side}_{way}"][rows]


def _noisy(weight: Tensor) -> Tensor:
    return weight + torch.randn_like(weight) * (NOISE * float(weight.std()))


def main() -> None:
    """Read the command line and write the state of a larger network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    wanted = parser.parse_args()
    kept = torch.load(wanted.state, weights_only=True)
    torch.manual_seed(1)
    weights = grown(kept["smooth"], LARGE)
    wanted.out.mkdir(parents=True, exist_ok=True)
    state = {"network": weights, "smooth": weights, "steps": None, "done": kept["done"], "best": 9}
    torch.save(state, wanted.out / "state.pt")


if __name__ == "__main__":
    main()
