"""Fits the network that judges single boxes, and measures what it accepts.

    python -m tools.lone_boxes.drawn FOLDER --parts 6
    python -m tools.lone_boxes.drawn FOLDER --first 900 --parts 2
    python -m tools.lone_boxes.fit FOLDER --steps 6000
    python -m tools.lone_boxes.fit FOLDER --measure

It is fitted to generated crops alone: frames of 4.5-60 pixels with lines of 0.7-10, plain, shaded,
round, with soft corners, doubled, brackets, cells of tables, short lines on which a mark is set,
whole, dotted and broken; up to 4 degrees askew, up to 1:1.4, cut off at their edge or with paper of
up to two frames and print around them; as grey scans, black and white, screened, faxed, made
smaller afterwards and compressed. 40 % are empty, 40 % ticked (crosses, ticks, strokes, scrawls,
blots, typed), 5 % black, 15 % unclear; a frame or a mark that nobody could see after all that is
drawn anew. No picture of a real box is among them. Part 900 settles how far the scores are
believed, part 901 is what ``--measure`` counts. Fitting takes ``torch`` (extra ``training``),
measuring does not.

The weights that ship were fitted in two goes: 5,000 steps to sixteen parts without short lines,
then 6,000 (``--onwards``, at the first rate) to seventeen parts with them, in which a short line or
a part of a frame with a mark was called unclear now and then. Of the boxes of part 901 they get
0.2 % wrong and believed and send 11.5 % to a person; of what is blackened or no clear box they
believe 14 %.
"""

from __future__ import annotations

import argparse
import sys
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors import lone_box
from tools.lone_boxes.crops import TICKED, UNCLEAR
from tools.lone_boxes.drawn import HELD

Array = npt.NDArray[Any]

CHANNELS, HIDDEN = (16, 24, 32, 48, 64), 48
FIRST_FLAT, LAST = "sixth", "seventh"
LAYERS = (*lone_box.STRIDES, FIRST_FLAT, LAST)
KERNELS = (5, 3, 3, 3, 3)
CELLS = lone_box.SIZE // int(np.prod([*lone_box.STRIDES.values()]))
"""Places along each side after the convolutions."""
BATCH, RATE, RATE_ONWARDS, DECAY = 128, 3e-3, 1.5e-3, 1e-4
SHIFT = 2
"""Pixels by which a crop is moved at random: every frame is seen in many places."""
SURE, MOST_UNCLEAR = (0.9, 0.95, 0.97, 0.98, 0.99), (0.2, 0.25, 0.3, 0.4)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--steps", type=int, default=6000)
    options.add_argument("--onwards", action="store_true", help="from the weights that are there")
    options.add_argument("--measure", action="store_true")
    asked = options.parse_args()
    if not asked.measure:
        fit(asked.folder, asked.steps, asked.onwards)
    pictures, truths = _loaded(asked.folder / f"{HELD + 1}.npz")
    _say(table(_chances(pictures), truths))


def fit(folder: Path, steps: int, onwards: bool) -> None:
    """Train and write the weights."""
    import torch

    torch.manual_seed(1)
    torch.set_num_threads(1)
    parts = [path for path in sorted(folder.glob("*.npz")) if int(path.stem) < HELD]
    loaded = [_loaded(path) for path in parts]
    pictures, truths = (np.concatenate(some) for some in zip(*loaded, strict=True))
    net = _network(torch)
    if onwards:
        _take_up(net, torch)
    rate = RATE_ONWARDS if onwards else RATE
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=DECAY)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps)
    rng, running = np.random.default_rng(2), 1.0
    for step in range(1, steps + 1):
        chosen = rng.integers(0, len(truths), BATCH)
        batch = torch.from_numpy(_varied(pictures[chosen], rng))
        loss = torch.nn.functional.cross_entropy(net(batch), torch.from_numpy(truths[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        rates.step()
        running += 0.01 * (loss.item() - running)
        if step % 200 == 0:
            _say([f"{step} {running:.3f}"])
    _write(net, 1.0)
    _write(net, _temperature(*_loaded(folder / f"{HELD}.npz")))


def _network(torch: Any) -> Any:
    """The same layers as ``lone_box`` computes, with the channels first."""
    nn = torch.nn
    layers, before = [], 1
    for made, wide, stride in zip(CHANNELS, KERNELS, lone_box.STRIDES.values(), strict=True):
        layers += [nn.Conv2d(before, made, wide, stride, wide // 2), nn.ReLU()]
        before = made
    flat = CELLS**2 * before
    return nn.Sequential(
        *layers, nn.Flatten(), nn.Linear(flat, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 4)
    )


def _varied(pictures: Array, rng: np.random.Generator) -> Array:
    """Turned and mirrored, moved, and darkened unevenly, at random."""
    made = np.empty((len(pictures), 1, lone_box.SIZE, lone_box.SIZE), np.float32)
    for n, picture in enumerate(pictures):
        turned = np.rot90(picture, int(rng.integers(4)))
        turned = turned[:, ::-1] if rng.random() < 0.5 else turned
        down, right = (int(move) for move in rng.integers(-SHIFT, SHIFT + 1, 2))
        padded = np.pad(turned, SHIFT)
        rows, columns = SHIFT + down, SHIFT + right
        made[n, 0] = padded[rows : rows + lone_box.SIZE, columns : columns + lone_box.SIZE]
    return np.asarray((made / 255) ** np.float32(rng.uniform(0.7, 1.4)), np.float32)


def _write(net: Any, temperature: float) -> None:
    """The weights in the order in which ``lone_box`` multiplies."""
    stored = {}
    for name, layer in _layers(net):
        weight, bias = (p.detach().numpy() for p in (layer.weight, layer.bias))
        if name == FIRST_FLAT:
            weight = weight.reshape(HIDDEN, CHANNELS[-1], CELLS, CELLS).transpose(0, 2, 3, 1)
            weight = weight.reshape(HIDDEN, -1)
        weight = weight.transpose(1, 2, 3, 0) if weight.ndim == 4 else weight.T
        cooled = temperature if name == LAST else 1.0
        stored[f"{name}.weight"] = (weight / cooled).astype(np.float16)
        stored[f"{name}.bias"] = (bias / cooled).astype(np.float32)
    np.savez_compressed(lone_box.WEIGHTS, **stored)
    lone_box.weights.cache_clear()


def _take_up(net: Any, torch: Any) -> None:
    """The reverse of ``_write``."""
    stored = lone_box.weights()
    for name, layer in _layers(net):
        weight = stored[f"{name}.weight"]
        if name == FIRST_FLAT:
            weight = weight.reshape(CELLS, CELLS, CHANNELS[-1], HIDDEN).transpose(2, 0, 1, 3)
            weight = weight.reshape(-1, HIDDEN)
        weight = weight.transpose(3, 0, 1, 2) if weight.ndim == 4 else weight.T
        layer.weight.data = torch.tensor(weight.copy())
        layer.bias.data = torch.tensor(stored[f"{name}.bias"])


def _layers(net: Any) -> list[tuple[str, Any]]:
    weighted = [layer for layer in net if hasattr(layer, "weight")]
    return list(zip(LAYERS, weighted, strict=True))


def _temperature(pictures: Array, truths: Array) -> float:
    """What the scores are divided by, so that chances are as often right as they say."""
    scores = np.log(_chances(pictures) + 1e-9)
    tried = np.linspace(0.5, 4, 71)
    return float(min(tried, key=lambda by: _surprise(scores / by, truths)))


def _surprise(scores: Array, truths: Array) -> float:
    total = np.log(np.exp(scores).sum(axis=1))
    return float(np.mean(total - scores[np.arange(len(truths)), truths]))


def _chances(pictures: Array) -> Array:
    """What the reader itself says, in the order of the truths."""
    made = []
    for picture in pictures:
        seen = lone_box.judged(picture.astype(np.float32) / 255)
        made.append([seen.empty, seen.ticked, seen.struck, seen.unclear])
    return np.array(made)


def table(chances: Array, truths: Array) -> list[str]:
    """What the bars accept: of boxes, the wrong and the doubted; of the rest, the accepted."""
    box, states = truths <= TICKED, chances[:, : TICKED + 1]
    share, unclear = states.max(axis=1) / (1 - chances[:, UNCLEAR] + 1e-12), chances[:, UNCLEAR]
    wrong = states.argmax(axis=1) != truths
    lines = [f"{'sure':>6} {'unclear':>8} {'wrong':>7} {'doubted':>8} {'no box, but believed':>22}"]
    for sure, most in product(SURE, MOST_UNCLEAR):
        kept = (share >= sure) & (unclear <= most)
        lines.append(
            f"{sure:6.3f} {most:8.2f} {np.mean((kept & wrong)[box]):7.2%} "
            f"{np.mean(~kept[box]):8.2%} {np.mean(kept[~box]):22.2%}"
        )
    return lines


def _loaded(path: Path) -> tuple[Array, Array]:
    with np.load(path) as stored:
        return stored["pictures"], stored["truths"]


def _say(lines: list[str]) -> None:
    sys.stdout.writelines(line + "\n" for line in lines)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
