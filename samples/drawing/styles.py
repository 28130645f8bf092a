"""Two hands that print the same papers differently: fonts, borders, places, seals. Tests read both."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SealLook:
    """How an office's stamp maker cuts its seals; lengths in mm, angles in degrees."""

    faces: tuple[str, ...]
    ring: tuple[float, float]  # thickness of the rim, from .. to
    second_rim: float  # share of seals with a thin second rim inside
    glyph: tuple[float, float]  # height of the ring's characters
    aspect: float  # width of a character by its height
    pitch: float  # widest step from character to character
    serial: float  # share of seals with a number at the foot
    star: tuple[float, float]  # radius of the star
    ink: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Style:
    number: int
    body: str
    vector_body: str  # the font of text PDFs: must be embeddable
    heading: str
    vector_heading: str
    heading_bold: float  # mm that strokes of headings are thickened by
    hand: str
    body_pt: float
    heading_pt: float
    margin: float  # mm
    border: float  # outer border of a form, mm
    rule: float  # inner lines, mm
    slots_on_top: bool  # a seal place's label stands above its box, two boxes side by side
    two_columns: bool  # a form has two label/value pairs in a row
    date: str
    colon: str
    seal_label: str
    seal: SealLook


STYLES = {
    1: Style(
        number=1,
        body="song",
        vector_body="light",
        heading="hei",
        vector_heading="hei",
        heading_bold=0.12,
        hand="pen",
        body_pt=11.0,
        heading_pt=19.0,
        margin=16.0,
        border=0.7,
        rule=0.22,
        slots_on_top=True,
        two_columns=True,
        date="{y}年{m}月{d}日",
        colon="：",
        seal_label="（公章）",
        seal=SealLook(
            faces=("song", "serif"),
            ring=(1.0, 1.5),
            second_rim=0.0,
            glyph=(5.6, 6.6),
            aspect=0.72,
            pitch=30.0,
            serial=0.7,
            star=(6.2, 7.4),
            ink=((205, 28, 36), (190, 20, 45), (214, 52, 40)),
        ),
    ),
    2: Style(
        number=2,
        body="kai",
        vector_body="wenkai",
        heading="kai",
        vector_heading="wenkai",
        heading_bold=0.3,
        hand="wenkai",
        body_pt=12.0,
        heading_pt=17.0,
        margin=22.0,
        border=0.3,
        rule=0.3,
        slots_on_top=False,
        two_columns=False,
        date="{y} 年 {m} 月 {d} 日",
        colon=":",
        seal_label="（盖章）",
        seal=SealLook(
            faces=("serif", "kai", "hei"),
            ring=(0.6, 2.1),
            second_rim=0.4,
            glyph=(4.8, 6.0),
            aspect=0.86,
            pitch=36.0,
            serial=0.2,
            star=(5.0, 9.0),
            ink=((225, 40, 60), (200, 30, 80), (178, 34, 34), (228, 70, 60)),
        ),
    ),
}
