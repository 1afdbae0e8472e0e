"""Train the recogniser, or go on training it from where it stood.

    python -m extractors.handwriting.training.train --data FOLDER --out FOLDER --minutes N

Writes ``state.pt`` (everything needed to go on) and ``best.pt`` (smoothed weights with the fewest
wrong characters on the held words) to the folder, and one line per measurement to ``log.tsv``.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from rapidfuzz.distance import Levenshtein
from torch import Tensor, nn

from extractors.handwriting import alphabet
from extractors.handwriting.prepare import prepare
from extractors.handwriting.training import penmanship, texts
from extractors.handwriting.training.batches import Batch, loader, padded
from extractors.handwriting.training.data import EASY_BATCHES, Sample, characters, words
from extractors.handwriting.training.distortion import distorted
from extractors.handwriting.training.network import LARGE, SMALL, Recogniser, Size

FASTEST, WARM_STEPS = 2e-3, 200
COOLING = 0.35  # of the time given, at its end: the steps become smaller
SMOOTHED_OVER = 300  # steps over which the weights that are kept are averaged
GRADIENT = 5.0
MEASURED_EVERY = 120.0  # seconds
INVENTED = 150  # lines in held fonts and held characters to measure with


@dataclass
class State:
    """Where the training stands."""

    network: Recogniser
    smooth: Recogniser
    steps: torch.optim.Optimizer
    done: int = 0
    warm: int = 0  # steps since the optimizer knows nothing
    best: float = 9.0


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--fonts", type=Path, default=Path("sample_scans/fonts/hand"))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="to begin with; see grow")
    wanted = parser.parse_args()
    torch.set_num_threads(wanted.threads)
    wanted.out.mkdir(parents=True, exist_ok=True)
    size = SMALL if wanted.small else LARGE
    train(wanted.data, wanted.fonts, wanted.out, wanted.minutes * 60, size)


def train(data: Path, fonts: Path, out: Path, seconds: float, size: Size = LARGE) -> None:
    """Train for so long; keep the state now and then."""
    state = _state(out, size)
    held = held_samples(data, fonts)
    started = measured = time.monotonic()
    losses: list[float] = []
    ease = max(0.0, 1 - state.done / EASY_BATCHES)
    for batch in loader(data, fonts, seed=1000 + state.done, ease=ease):
        now = time.monotonic()
        share = (now - started) / seconds
        if now - measured > MEASURED_EVERY or share >= 1:
            _measure(state, held, out, losses)
            losses, measured = [], time.monotonic()
        if share >= 1:
            return
        losses.append(_step(state, batch, share))


def _state(out: Path, size: Size) -> State:
    torch.manual_seed(1)
    network = Recogniser(size).to(memory_format=torch.channels_last)  # twice as fast on a processor
    state = State(
        network, copy.deepcopy(network), torch.optim.AdamW(network.parameters(), weight_decay=0.01)
    )
    if (path := out / "state.pt").exists():
        kept: dict[str, Any] = torch.load(path, weights_only=True)
        network.load_state_dict(kept["network"])
        state.smooth.load_state_dict(kept["smooth"])
        state.done, state.best = kept["done"], kept["best"]
        if kept["steps"] is not None:  # else the network was just made from a smaller one
            state.steps.load_state_dict(kept["steps"])
            state.warm = WARM_STEPS
    return state


def _speed(warm: int, share: float) -> float:
    cooled = min(1.0, (1 - share) / COOLING)
    return FASTEST * min(1.0, (warm + 1) / WARM_STEPS) * max(0.02, cooled)


def _step(state: State, batch: Batch, share: float) -> float:
    for group in state.steps.param_groups:
        group["lr"] = _speed(state.warm, share)
    pictures, rows, spelled, lengths = batch
    state.network.train()
    out = state.network(pictures.to(memory_format=torch.channels_last))
    loss = nn.functional.ctc_loss(
        out.transpose(0, 1), spelled, rows, lengths, blank=alphabet.BLANK, zero_infinity=True
    )
    state.steps.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(state.network.parameters(), GRADIENT)
    state.steps.step()
    state.done += 1
    state.warm += 1
    _smooth(state)
    return float(loss.detach())


def _smooth(state: State) -> None:
    keep = min(1 - 1 / SMOOTHED_OVER, state.done / (state.done + 10))
    with torch.no_grad():
        for old, new in zip(
            state.smooth.state_dict().values(), state.network.state_dict().values(), strict=True
        ):
            if old.dtype.is_floating_point:
                old.lerp_(new, 1 - keep)
            else:
                old.copy_(new)


def held_samples(data: Path, fonts: Path) -> list[Sample]:
    """Words of held writers, lines in held fonts and of held characters; always the same."""
    rng = random.Random(7)
    found = words(data, split="held")
    glyphs = characters(data, held_back=True)
    for kind, count in (("font", INVENTED), ("characters", INVENTED)):
        while sum(s.kind == kind for s in found) < count:
            text = alphabet.spelled(texts.any_text(rng)[1])
            crop = (
                penmanship.in_a_font(text, rng.choice(penmanship.fonts(fonts, held_back=True)), rng)
                if kind == "font"
                else penmanship.of_characters(text, glyphs, rng)
            )
            if crop is not None:
                found.append(Sample(distorted(crop, rng, strong=True), text, kind))
    return found


def _measure(state: State, held: list[Sample], out: Path, losses: list[float]) -> None:
    state.smooth.eval()
    parts = []
    for kind in ("word", "font", "characters"):
        chosen = [s for s in held if s.kind == kind]
        parts.append(wrong_share(chosen, greedy(state.smooth, chosen)))
    kept = {
        "network": state.network.state_dict(), "smooth": state.smooth.state_dict(),
        "steps": state.steps.state_dict(), "done": state.done,
        "best": min(state.best, sum(parts)),
    }  # fmt: skip
    torch.save(kept, out / "state.new")
    (out / "state.new").replace(out / "state.pt")
    if sum(parts) < state.best:
        state.best = sum(parts)
        torch.save(state.smooth.state_dict(), out / "best.pt")
    mean = sum(losses) / max(1, len(losses))
    shares = (f"{part:.4f}" for part in parts)
    figures = (state.done, f"{mean:.3f}", *shares, time.strftime("%H:%M"))
    with (out / "log.tsv").open("a") as log:
        log.write("\t".join(map(str, figures)) + "\n")


def greedy(network: Recogniser, samples: list[Sample]) -> list[str]:
    """The likeliest character at every place, without a beam."""
    pictures = [prepare(s.crop) for s in samples]
    order = sorted(range(len(pictures)), key=lambda n: pictures[n].shape[1])
    said = [""] * len(pictures)
    with torch.no_grad():
        for start in range(0, len(order), 24):
            some = order[start : start + 24]
            page, rows = padded([pictures[n] for n in some])
            found = network(page).argmax(2)
            for n, row, count in zip(some, found, rows.tolist(), strict=True):
                said[n] = _collapsed(row[:count])
    return said


def _collapsed(row: Tensor) -> str:
    numbers = torch.unique_consecutive(row).tolist()
    return alphabet.text_of([n for n in numbers if n != alphabet.BLANK])


def wrong_share(samples: list[Sample], said: list[str]) -> float:
    """Character error rate."""
    wrong = sum(Levenshtein.distance(s.text, t) for s, t in zip(samples, said, strict=True))
    return wrong / max(1, sum(len(s.text) for s in samples))


if __name__ == "__main__":
    main()
