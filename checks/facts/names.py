"""Is this the same name? Tolerant of how OCR slips, never of a clearly read other character."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from checks.certainty import CLOSE_CALL, SURE
from extractor.language.matching import fold

# Characters that OCR takes for one another; one of them for another needs the highest confidence to count as another
# name. Look-alikes in print, not the names of anybody.
_LOOKALIKES = (
    "泰秦奏", "日曰目", "白自",
    "己已巳", "未末", "土士", "人入八", "千干于", "天夫", "大太犬", "海诲", "佳住", "金全",
    "王玉主", "田由甲申", "元无",
    "东车", "石右", "力刀", "晴睛", "侯候", "木本", "问间", "免兔", "今令", "0O〇", "1I一l",
    "2Z", "5S", "8B",
)  # fmt: skip
_TWINS = frozenset((left, right) for group in _LOOKALIKES for left in group for right in group if left != right)
_SHORT_FORM_LEAST = 4  # characters: a shorter piece of a name is shared by too many
_WHOLE_NAME = 9  # characters: the shortest names of companies, such as 青岛海瑞有限公司, have eight
_FORMS = (("有限责任公司", "有限公司"),)


class Likeness(StrEnum):
    SAME = "same"
    SLIP = "slip"  # the difference is such as a misreading makes: nobody can tell from these readings alone
    OTHER = "other"


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    folded = fold(name)
    for long, short in _FORMS:
        folded = folded.replace(long, short)
    return folded


@lru_cache(maxsize=65536)
def compare_names(left: str, right: str, confidence: float) -> Likeness:
    """`confidence` is that of the less certain of the two readings. A short form (the beginning or an inner part of
    the longer name) is the same name."""
    one, two = fold_name(left), fold_name(right)
    if one == two:
        return Likeness.SAME
    short, long = sorted((one, two), key=len)
    if len(short) >= _SHORT_FORM_LEAST and (
        long.startswith(short) or (short in long and (len(short) * 3 >= len(long) * 2 or len(short) >= _WHOLE_NAME))
    ):
        # A first character that is missing was cut off or overlooked, or makes another company: 海瑞 and 天海瑞.
        return Likeness.SLIP if long[1:] == short else Likeness.SAME
    # A slip within 有限责任公司 leaves it long on one side alone.
    pairs = (one, two), (fold(left), fold(right))
    return _by_edits(*min(pairs, key=lambda pair: Levenshtein.distance(*pair)), confidence)


def _by_edits(one: str, two: str, confidence: float) -> Likeness:
    edits = Levenshtein.editops(one, two)
    if all(edit.tag == "replace" and (one[edit.src_pos], two[edit.dest_pos]) in _TWINS for edit in edits):
        return Likeness.OTHER if confidence >= CLOSE_CALL and len(edits) <= 2 else Likeness.SLIP
    if len(edits) == 1:
        return Likeness.OTHER if confidence >= CLOSE_CALL else Likeness.SLIP
    if len(edits) * 3 > max(len(one), len(two)):
        return Likeness.OTHER if confidence >= SURE / 2 else Likeness.SLIP
    return Likeness.OTHER if confidence >= SURE else Likeness.SLIP


def certainty_needed(left: str, right: str) -> float:
    """The confidence from which on a difference between the two names is sure."""
    pairs = (fold_name(left), fold_name(right)), (fold(left), fold(right))
    return CLOSE_CALL if min(Levenshtein.distance(*pair) for pair in pairs) == 1 else SURE
