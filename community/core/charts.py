"""Lines as SVG draws them: numbers in, the letters of a path out. Colours and words are the page's."""

from collections.abc import Sequence
from typing import NamedTuple

LEFT, RIGHT, TOP, BOTTOM = 40, 506, 20, 200  # inside a box of 520 x 240: words stand to the left and below


class Rule(NamedTuple):
    """A line across, its number, and where the number stands."""

    label: int
    y: float


class LineChart(NamedTuple):
    """`line` and `area` are paths; the last point has a mark of its own."""

    line: str
    area: str
    last_x: float
    last_y: float
    rules: tuple[Rule, ...]


def line_chart(values: Sequence[float]) -> LineChart:
    """A line through two values or more, none below 0, from left to right; rules at nothing, half and full height."""
    full = _round_up(max(values))
    step = (RIGHT - LEFT) / (len(values) - 1)
    points = [(round(LEFT + step * number, 1), _height(value, full)) for number, value in enumerate(values)]
    line = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    area = f"{line}L{RIGHT} {BOTTOM}L{LEFT} {BOTTOM}Z"
    rules = tuple(Rule(number, _height(number, full)) for number in (full, full // 2, 0))
    return LineChart(line, area, *points[-1], rules)


def _height(value: float, full: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / full, 1)


def _round_up(value: float) -> int:
    """The next of 10, 20, 40, 100, 200, 400, 1,000 …: its half is a round number too."""
    size = 10
    while True:
        for factor in (1, 2, 4):
            if value <= size * factor:
                return size * factor
        size *= 10
