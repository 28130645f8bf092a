"""Pictures of figures, as SVG that stands in the page itself: no network, no script, legible in black and white."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from docs_check.clean import shown

_CELL_WIDTH, _CELL_HEIGHT, _HEAD = 74, 28, 24  # px
_LABEL, _CHAR = 190, 14  # px: room for a district's name; a Chinese character of 14 px
_DARK = 0.55  # from this share of the most on, figures are written in white
_INK = (163, 20, 45)


def heat_map(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    numbers: Sequence[Sequence[int]],
    links: Sequence[Sequence[str]],
) -> Markup:
    """Rows by columns; each cell bears its figure, is the darker the larger that is, and leads to what it counts."""
    most = max((number for line in numbers for number in line), default=0)
    width, height = _LABEL + _CELL_WIDTH * len(columns), _HEAD + _CELL_HEIGHT * len(rows)
    parts = [
        Markup('<svg class="heat" viewBox="0 0 {} {}" width="{}" height="{}" role="group" aria-label="{}">').format(
            width, height, width, height, shown(title)
        )
    ]
    for across, column in enumerate(columns):
        middle = _LABEL + _CELL_WIDTH * across + _CELL_WIDTH // 2
        parts.append(_text(middle, _HEAD - 8, column, "middle", "#57606a"))
    for down, row in enumerate(rows):
        top = _HEAD + _CELL_HEIGHT * down
        parts.append(_text(_LABEL - 10, top + 19, shown(row, (_LABEL - 10) // _CHAR), "end", "#1f2328"))
        for across, number in enumerate(numbers[down]):
            cell = _cell(_LABEL + _CELL_WIDTH * across, top, number, most)
            if number:
                name = f"{row} · {columns[across]}：{number}"
                cell = Markup('<a href="{}" aria-label="{}">{}</a>').format(links[down][across], shown(name), cell)
            parts.append(cell)
    return Markup("").join([*parts, Markup("</svg>")])


def _cell(left: int, top: int, number: int, most: int) -> Markup:
    share = number / most if most else 0.0
    colour = "#f6f3ec" if not number else "#{:02x}{:02x}{:02x}".format(*(_mixed(part, share) for part in _INK))
    box = Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>').format(
        left + 1, top + 1, _CELL_WIDTH - 2, _CELL_HEIGHT - 2, colour
    )
    ink = "#fff" if share >= _DARK else "#1f2328" if number else "#8b8f94"
    return box + _text(left + _CELL_WIDTH // 2, top + 19, str(number), "middle", ink)


def _mixed(part: int, share: float) -> int:
    """Between white and the ink; the least that is not nothing is still seen."""
    return round(255 - (255 - part) * (0.12 + 0.88 * share))


def _text(x: int, y: int, written: str, anchor: str, colour: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" fill="{}" font-size="13">{}</text>').format(
        x, y, anchor, colour, escape(written)
    )
