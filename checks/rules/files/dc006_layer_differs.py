"""PDF 或 OFD 的文字层与页面显示的不一致。

判断：文件里可以复制的文字，与页面上看到的逐行对照；看不见的字（透明、白色、被遮盖、图层已关闭）、两段重叠的文字、
与显示不同的字，都写明两种内容。核对一律以页面显示的为准。个别处不一致的存疑：可能是涂改，也可能是识别有误；
整页都不一致的，多为字体编码的问题。
为什么：文字层可以与页面不同，只看其中一种会把没有显示的日期、金额当作真的。
不判断：整页扫描图下面的识别文字（一律重新识别）；水印。
---
The text layer of a PDF or OFD says something else than its page shows.

What: each line that can be copied from the file is held against what is seen there. Letters that nobody sees
(transparent, white, covered, in a layer that is off), texts over one another and letters other than those shown are
named with both readings. What the page shows is what was checked. Single places are unsure: they may be corrections,
or misread; where a whole page differs, its fonts' encoding is mostly the cause.
Why: a date or amount that stands in the file and not on the page would otherwise count.
Not judged: what another program read from a scan (it is read anew); watermarks.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import LayerDiffers, Words

RULE = Rule(
    "DC006",
    "layer-differs",
    Severity.WARNING,
    Scope.PAPER,
    Words("文字层与页面不符", "text layer differs"),
    Words("文字层与页面相符", "text layer agrees"),
)

_MOST_NAMED = 3
_FEW = Words("可能是涂改或更正，也可能是识别有误", "it may be a correction, or misread")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, differing = Case.paper(RULE, record), record.document.differing
    if not differing:
        yield case.passes(
            Words("文字层与页面一致，或没有文字层", "the layer says what the page shows, or there is none")
        )
        return
    first = differing[0]
    named = [_both(one) for one in differing[:_MOST_NAMED]]
    more = Words("等", " and more") if len(differing) > _MOST_NAMED else Words("", "")
    what = Words("；".join(one.zh for one in named) + more.zh, "; ".join(one.en for one in named) + more.en)
    file, page = record.document.file, first.place.page
    finding = Particulars(
        Words(
            f"“{file}”第{page}页的文字层与页面显示的不一致：{what.zh}。核对以页面显示的为准。",
            f"“{file}” page {page}: the text layer is not what the page shows: {what.en}. What is shown was checked.",
        ),
        Words(first.shown or "（空白）", first.shown or "(nothing)"),
        Words(first.layer, first.layer),
        Words(
            "请对照原件核实；必要时打印盖章后重新扫描。", "Compare it with the original; print and scan it if need be."
        ),
        first.place,
    )
    yield case.finds(finding, None if any(one.wholly for one in differing) else _FEW)


def _both(one: LayerDiffers) -> Words:
    if not one.shown:
        return Words(
            f"文件中有“{one.layer}”，页面上看不到", f"the file holds “{one.layer}”, which the page does not show"
        )
    return Words(
        f"文件中为“{one.layer}”，页面显示“{one.shown}”", f"the file has “{one.layer}”, the page shows “{one.shown}”"
    )
