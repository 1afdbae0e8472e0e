"""Twenty people at the served station at once: what was answered as saved is kept exactly once.

``--minutes 10`` lets them work for ten minutes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.station.load import measured


@pytest.mark.slow
def test_of_twenty_people_at_their_browsers_nobody_loses_anything(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    minutes = request.config.getoption("--minutes")

    figures, faults = measured(tmp_path / "data", cases=60, seconds=60 * minutes, pause=0.3, warm=0)

    assert faults == []
    assert figures["told"] > 20
    assert not [why for why in figures["refused"] if why.startswith(("save 5", "finish 5"))]
