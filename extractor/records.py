"""What stands on a paper: frozen records, handed forward and never edited.

Boxes are fractions of a page, origin top left. While a page is being read and understood they are *upright*
coordinates (the straightened page); `extractor.understand` turns them into *view* coordinates (the page as a viewer
shows it, /Rotate and EXIF applied) when it makes the `Document`. Everything read keeps what stands there
(`written`), what it means (`value`) and how sure the reading is (`confidence`, 0 to 1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence or name for people, in both languages of the reports. A pack may give the Chinese alone, as plain
    text or as `zh`: then the other language shows it too."""

    zh: str
    en: str

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema  # only packs and stored reports come in by pydantic

        return core_schema.no_info_plain_validator_function(_words)

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.zh


def _words(given: Any) -> Words:
    """Text alone is Chinese, and shown in both languages."""
    from pydantic_core import PydanticCustomError

    match given:
        case Words():
            return given
        case str() | {"zh": str()} if not isinstance(given, dict) or set(given) == {"zh"}:
            text = given if isinstance(given, str) else given["zh"]
            return Words(text, text)
        case {"zh": str(zh), "en": str(en)} if len(given) == 2:
            return Words(zh, en)
        case _:
            raise PydanticCustomError("words_type", "text, or zh and en")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of its page: `x0 <= x1`, `y0 <= y1`, origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def shared(self, other: Box) -> float:
        """The area common to both, in fractions of the page."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return width * height if width > 0 and height > 0 else 0.0

    def iou(self, other: Box) -> float:
        shared = self.shared(other)
        return shared / (self.area + other.area - shared) if shared else 0.0

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def grown(self, dx: float, dy: float) -> Box:
        return Box(self.x0 - dx, self.y0 - dy, self.x1 + dx, self.y1 + dy)

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        boxes = tuple(boxes)
        return Box(
            min(box.x0 for box in boxes),
            min(box.y0 for box in boxes),
            max(box.x1 for box in boxes),
            max(box.y1 for box in boxes),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a paper: its page, from 1, and the box on it."""

    page: int
    box: Box


class Trouble(StrEnum):
    """Why something could not be looked at, or not well."""

    UNREADABLE = "unreadable"  # damaged, empty or not a document: DC001
    ENCRYPTED = "encrypted"  # needs a password: DC002
    PAGE_UNREADABLE = "page_unreadable"  # one page of an otherwise readable file
    POOR_SCAN = "poor_scan"  # too coarse, dark or blurred to rely on: DC004
    CRASHED = "crashed"  # the reader itself failed on this file: DC001
    NOTED = "noted"  # read, but for a part that a person should know of: a hidden sheet, an attachment
    SIGNATURE = "signature"  # an electronic signature that is broken, late, or could not be verified


class Integrity(StrEnum):
    """How an electronic signature or seal stands to the file that it is in."""

    WHOLE = "whole"  # it is its signer's, covers all that is shown, and nothing of that was changed
    PARTLY = "partly"  # the same, but something that is shown it does not cover
    BROKEN = "broken"  # what it covers was changed
    CHANGED = "changed"  # what it covers is as it was, and a page's content was changed afterwards
    DOUBTFUL = "doubtful"  # the file was changed afterwards in ways that it forbids; what that shows is not known
    UNVERIFIED = "unverified"  # it cannot be verified here, or does not fit its certificate


@dataclass(frozen=True, slots=True)
class ESign:
    """An electronic signature or seal of a file, as far as it can be verified without a network. `whose` is who
    signed, `issuer` who issued the certificate, `""` where it does not say; `signed` the day that it says itself to be
    of; `valid` the days of certificate and seal, `page` where it shows."""

    whose: str
    issuer: str
    integrity: Integrity
    said: Words
    signed: date | None = None
    valid: tuple[date | None, date | None] = (None, None)
    page: int | None = None

    @property
    def in_time(self) -> bool | None:
        """Whether it was set on a day on which it may be; None where it gives no day, or its certificate none."""
        first, last = self.valid
        if self.signed is None or first is None or last is None:
            return None
        return first <= self.signed <= last


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be looked at. Made where the trouble is; travels to the report. `esign`: the signature
    that it speaks of."""

    trouble: Trouble
    reason: Words
    page: int | None = None
    esign: ESign | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print or writing. `chars` has one box and `confidences` one figure per character of `text`;
    either is empty where unknown."""

    box: Box
    text: str
    confidence: float
    chars: tuple[Box, ...] = ()
    confidences: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerDiffers:
    """Where a text layer says something else than its page shows. `shown` is what OCR reads there, `""` where the page
    is bare; `wholly`: the layer differs so all over the page, as one with letters of another font does."""

    place: Place
    layer: str
    shown: str
    wholly: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A ruled cell of a grid; `row` and `column` count from 0 at its top-left corner, spans are at least 1. `broken`: a
    part of its border was not found, and what stands in it may be in two cells."""

    box: Box
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table or form; `cells` in reading order."""

    box: Box
    cells: tuple[Cell, ...]


class Shape(StrEnum):
    ROUND = "round"
    OVAL = "oval"
    SQUARE = "square"
    OTHER = "other"


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"
    GREY = "grey"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class Seal:
    """An impression. `text` is its ring in reading order (a square's text in reading order), `inner` what stands
    inside (the line under the star, the middle of an oval, the number), `""` where nothing could be read;
    `confidence` is that of `text`. `owner` is whose seal it is, the full name, set by `extractor.seals.owners`."""

    place: Place
    shape: Shape
    color: Color
    text: str
    inner: str
    confidence: float
    owner: str | None = None
    owner_confidence: float = 0.0
    slot: str | None = None
    impression: str = ""  # wear and angle as it lies there, see `extractor.seals.impressions`; "" where none was taken
    electronic: bool = False  # an electronic signature or seal of the file itself; `text` is then who signed
    certified_by: str = ""  # who issued the certificate of an electronic one, where the file states it
    letters: tuple[float, ...] = ()  # how sure each character of `text` is; () where that is not known
    cut: bool = False  # the page's edge cuts it: the paper shows a part of it, and `text` may be a part

    @property
    def unplaced(self) -> bool:
        """An electronic signature that shows nowhere: it holds for every paper of its file, as a whole."""
        return self.electronic and self.place.box.area == 0


class DateState(StrEnum):
    READ = "read"  # a day of the calendar; `value` is it
    BLANK = "blank"  # 年 月 日 with nothing filled in
    IMPOSSIBLE = "impossible"  # clearly read, and no such day exists: 2023年2月30日
    PARTIAL = "partial"  # filled in, but a part is missing or could not be read
    UNCLEAR = "unclear"  # written, in a form that is not understood or has two meanings


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, or the place for one. `parts` are year, month, day as read; None for what is blank or unread."""

    place: Place
    written: str
    value: date | None
    state: DateState
    parts: tuple[int | None, int | None, int | None]
    confidence: float
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value. `value` is normalised by the field's type: amounts as plain digits in the unit of the
    label, dates ISO, names with full-width brackets and no spaces; `written` is as it stands there. A label found
    with nothing beside it gives a field with `written == ""` and `value is None`, its place being where the value
    should stand."""

    name: str
    place: Place
    written: str
    value: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a summary table, its cells as fields named by the kind's row columns."""

    place: Place
    fields: tuple[Field, ...]

    def get(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class SignSeen:
    """A place for a signature: `sign` is its id, `label` as printed. `written` is what was read in it, `typed` whether
    that is print of a text layer; `ink` how wide the strokes are that no reading explains, in heights of the label."""

    sign: str
    label: str
    area: Place
    written: str
    confidence: float  # of the label
    typed: bool
    ink: float


@dataclass(frozen=True, slots=True)
class SlotSeen:
    """A place on this paper where a seal belongs: `slot` is its id, `label` what is printed for it, `area` where the
    seal is expected (the whole cell, or issuer line and date of a letter), `date` the date beside it."""

    slot: str
    party: str
    label: str
    area: Place
    date: DateMention | None
    written: str = ""  # other text in the area: an opinion, a signature
    trace: bool = False  # red ink is in it that may be a seal which could not be made out
    signs: tuple[SignSeen, ...] = ()
    guessed: bool = False  # its label was not read; that it is this one's place, the form's order alone says


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read, in upright coordinates. `to_view` is the 3x3 homography, row by row, from upright to view
    fractions; `size` the upright picture in pixels (width, height)."""

    number: int
    size: tuple[int, int]
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]
    seals: tuple[Seal, ...]
    to_view: tuple[float, ...]
    from_text_layer: bool = False
    blank: bool = False
    problems: tuple[Problem, ...] = ()
    pictureless: bool = False  # laid out from a Word or Excel file: nobody can be shown it, and no seal can be on it
    look: str = ""  # a fingerprint of a page that says little, see `extractor.page.fingerprint`; "" for others
    unread: tuple[Box, ...] = ()  # ink of a scan that could be characters and is in no line
    traces: tuple[Box, ...] = ()  # red ink as large as a seal, in which no seal could be made out
    pieces: tuple[Box, ...] = ()  # slices of a seal at its left or right edge (骑缝章)
    area: Box | None = None  # in view: where it lies on a scan of two pages; None where the scan is this page
    differing: tuple[LayerDiffers, ...] = ()


@dataclass(frozen=True, slots=True)
class PageNumber:
    """What a page says of itself: 第`number`页 共`of`页."""

    place: Place
    number: int
    of: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Document:
    """One paper: pages of one file that belong together. `kind` is None where no form or letter matches.
    `names` are the organisations that the paper mentions, longest first. Boxes are in view coordinates."""

    file: str
    pages: tuple[int, ...]
    kind: str | None
    kind_confidence: float
    title: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    slots: tuple[SlotSeen, ...]
    dates: tuple[DateMention, ...]
    seals: tuple[Seal, ...]
    names: tuple[str, ...] = ()
    lines: tuple[tuple[int, Line], ...] = ()
    problems: tuple[Problem, ...] = ()
    poor: bool = False
    born_digital: bool = False  # made by a program, never on paper: its seals were not stamped by hand
    look: str = ""  # that of its pages, one after the other; "" where one of them says enough to be told by its text
    pictureless: bool = False  # a Word or Excel file: it has no page to look at, and no seal can be on it
    areas: tuple[tuple[int, Box], ...] = ()  # of each page that it shares with another paper: the part that is its own
    turns: tuple[tuple[int, int], ...] = ()  # of each page that does not lie upright: degrees clockwise that set it up
    numbers: tuple[PageNumber, ...] = ()  # of the pages that bear one
    pieces: tuple[Place, ...] = ()  # slices of a seal at the edges of its pages (骑缝章)
    cropped: tuple[int, ...] = ()  # pages whose edges the picture may not show: photos, parts of a scan
    differing: tuple[LayerDiffers, ...] = ()

    def holds(self, place: Place) -> bool:
        """Whether the place is on this paper, as far as its middle tells."""
        own = [area for page, area in self.areas if page == place.page]
        return place.page in self.pages and (not own or any(area.holds(*place.box.centre) for area in own))

    def get(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    def slot(self, slot: str) -> SlotSeen | None:
        return next((seen for seen in self.slots if seen.slot == slot), None)


@dataclass(frozen=True, slots=True)
class FileReading:
    """All that one file gave: its papers, and what of it could not be looked at."""

    file: str
    sha256: str
    pages: int
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    blank_pages: tuple[int, ...] = ()

    @property
    def esigns(self) -> tuple[ESign, ...]:
        """Its electronic signatures and seals."""
        return tuple(problem.esign for problem in self.problems if problem.esign)
