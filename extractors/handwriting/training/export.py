"""Write the weights that were trained as the ONNX file that ships.

python -m extractors.handwriting.training.export --weights FOLDER/best.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from extractors.handwriting import prepare
from extractors.handwriting.training.network import COLUMNS, Recogniser

SHIPPED = Path(__file__).parents[1] / "weights.onnx"
EXAMPLE = (2, 1, prepare.HEIGHT, 64 * COLUMNS)


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    wanted = parser.parse_args()
    network = Recogniser()
    network.load_state_dict(torch.load(wanted.weights, weights_only=True))
    export(network, wanted.out)


def export(network: Recogniser, out: Path) -> None:
    """The network as it reads: nothing random, any number of lines of any width."""
    network.eval()
    torch.onnx.export(
        network, (torch.zeros(EXAMPLE),), str(out), dynamo=False, opset_version=17,
        input_names=["pictures"], output_names=["chances"],
        dynamic_axes={"pictures": {0: "lines", 3: "columns"}, "chances": {0: "lines", 1: "places"}},
    )  # fmt: skip


if __name__ == "__main__":
    main()
