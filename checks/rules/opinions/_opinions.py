"""What the rules about opinions share: the boxes of a form in which an authority gives one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from checks.certainty import SURE
from checks.pack.model import Opinion, Policy
from checks.records import Evidence
from extractor.language.dates import find_dates
from extractor.records import Document, SlotSeen, Words

# What stands in every such box and says nothing: captions of seals and signatures, the names beside them.
_CAPTIONS = re.compile(
    r"[（(](?:公章|盖章|签章|印章|签字)[)）]|(?:单位)?(?:公章|盖章|签章)|(?:经办人|负责人|审核人|签字|签名|联系电话|日期)[:：]?[^，。；]{0,4}"
    r"|年\s*月\s*日|[_＿:：，,。．.\s]"
)
UNREAD = Words("该栏里可能有没有读出来的内容", "something in the box may not have been read")


@dataclass(frozen=True, slots=True)
class OpinionBox:
    """One box: `text` is what is said in it, without date, captions and the names of those who sign."""

    slot: str
    seen: SlotSeen
    text: str
    reading: Evidence


def opinions_on(document: Document, policy: Policy) -> Iterator[tuple[Opinion, OpinionBox]]:
    """Each box of this form that was seen, and holds an opinion by the pack."""
    opinion = policy.opinions.get(document.kind or "")
    for slot in opinion.slots if opinion else ():
        seen = document.slot(slot)
        if opinion is not None and seen is not None:
            yield opinion, OpinionBox(slot, seen, _said_in(seen), _reading(document, seen))


def _said_in(seen: SlotSeen) -> str:
    text = unicodedata.normalize("NFKC", seen.written)
    for found in find_dates(text):
        text = text.replace(found.written, "")
    return "".join(text.split())


def says_nothing(given: OpinionBox) -> bool:
    """Nothing but captions, names and a date."""
    return not _CAPTIONS.sub("", given.text)


def _reading(document: Document, seen: SlotSeen) -> Evidence:
    """As sure as the least sure line of the box that is not its date."""
    box = seen.area.box
    inside = [
        line.confidence
        for page, line in document.lines
        if page == seen.area.page and box.holds(*line.box.centre) and next(find_dates(line.text), None) is None
    ]
    return Evidence(document.file, seen.area, seen.written, min(inside, default=SURE))
