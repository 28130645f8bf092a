"""Draws made-up papers, seals and batches: for the demo, the tests and the benches. Not part of the wheel."""

from drawing.batch import draw_batch, draw_plan
from drawing.fonts import MissingFontError
from drawing.pages import KINDS, MEDIA, DrawnPage, draw_page, random_page
from drawing.seals import Stamp
from drawing.styles import STYLES

__all__ = [
    "KINDS",
    "MEDIA",
    "STYLES",
    "DrawnPage",
    "MissingFontError",
    "Stamp",
    "draw_batch",
    "draw_page",
    "draw_plan",
    "random_page",
]
