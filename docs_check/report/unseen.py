"""What a report says that nobody looked at, added up: no verdict on a paper speaks for what no rule consults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from checks.unseen.papers import Blind
from docs_check.wording import UNKNOWN_KIND
from extractor.forms import Forms, KindSpec
from extractor.records import Words


@dataclass(frozen=True, slots=True)
class Unseen:
    """One thing on papers of one kind that nobody looked at; `papers` are their ids, `pages` all of theirs."""

    what: Blind
    kind: str | None
    name: str
    count: int
    pages: int
    papers: tuple[str, ...]

    def and_more(self, more: Unseen) -> Unseen:
        return replace(
            self, count=self.count + more.count, pages=self.pages + more.pages, papers=(*self.papers, *more.papers)
        )

    def light(self) -> Unseen:
        return replace(self, papers=())


@dataclass(frozen=True, slots=True)
class UnseenLine:
    """Things on papers of one kind that as many of them have and nobody looked at, for people."""

    kind: Words
    said: Words
    count: int


def together(parts: Iterable[Iterable[Unseen]], forms: Forms) -> tuple[Unseen, ...]:
    """What weighs most first, kinds in the order of the pack."""
    found = dict[tuple[Blind, str | None, str], Unseen]()
    for one in (one for part in parts for one in part):
        key = (one.what, one.kind, one.name)
        found[key] = found[key].and_more(one) if key in found else one
    weights, places = list(Blind), {kind: place for place, kind in enumerate(forms.kinds)}
    return tuple(
        sorted(found.values(), key=lambda one: (weights.index(one.what), places.get(one.kind or "", len(places))))
    )


def unseen_lines(found: Iterable[Unseen], forms: Forms) -> Iterator[UnseenLine]:
    """One for all things of one sort that as many papers of a kind have."""
    groups = dict[tuple[Blind, str | None, int], list[Unseen]]()
    for one in found:
        groups.setdefault((one.what, one.kind, one.count), []).append(one)
    for (what, kind, count), some in groups.items():
        spec = forms.kinds.get(kind or "")
        yield UnseenLine(spec.name if spec else UNKNOWN_KIND, _said(what, some, spec, forms), count)


def unseen_remark(found: Sequence[Unseen]) -> Iterator[Words]:
    """How much it is, in a sentence; nothing where rules look at everything."""
    counts = {what: sum(one.count for one in found if one.what is what) for what in Blind}
    fields = sum(counts[what] for what in (Blind.FIELD, Blind.COLUMN))
    parts = [
        (counts[Blind.PAPER], Words("份种类不明的材料", "papers of unknown kind")),
        (counts[Blind.SEAL], Words("份材料上不在盖章处的印章", "papers with seals in no place for one")),
        (counts[Blind.SLOT], Words("个盖章处", "places for a seal")),
        (fields, Words("个栏目的内容", "fields or columns")),
        (counts[Blind.FILLED], Words("个只看是否填写的栏目", "fields of which only is known that they are filled in")),
    ]
    some = [(number, words) for number, words in parts if number]
    if some:
        zh = "、".join(f"{number} {words.zh}" for number, words in some)
        en = ", ".join(f"{number} {words.en}" for number, words in some)
        yield Words(f"没有规则查看的：{zh}；详见报告“什么没有检查”。", f"No rule looked at {en}; see the report.")


def _said(what: Blind, some: list[Unseen], spec: KindSpec | None, forms: Forms) -> Words:
    names = [name_of(what, one.name, spec, forms) for one in some]
    zh, en = "、".join(f"“{one.zh}”" for one in names), ", ".join(f"“{one.en}”" for one in names)
    match what:
        case Blind.PAPER:
            pages = sum(one.pages for one in some)
            return Words(f"全部内容（共 {pages} 页）", f"all of it ({pages} pages)")
        case Blind.SEAL:
            return Words("不在盖章处、也不属于各盖章单位的印章", "seals in no place for one, of none of its parties")
        case Blind.SLOT:
            return Words(f"盖章处{zh}：其中的印章、日期和文字", f"the place {en}: seal, date and words in it")
        case Blind.FIELD:
            return Words(f"{zh}：没有与任何材料核对", f"{en}: held against nothing")
        case Blind.COLUMN:
            return Words(f"列{zh}：没有核对", f"the column {en}: held against nothing")
        case Blind.FILLED:
            return Words(f"{zh}：只看是否填写，内容没有核对", f"{en}: only whether it is filled in")


def name_of(what: Blind, name: str, spec: KindSpec | None, forms: Forms) -> Words:
    if spec is None or not name:
        return Words(name, name)
    if what is Blind.SLOT:
        slot = spec.slots[name]
        party = forms.parties[slot.party].name
        return Words(slot.labels[0], slot.labels[0]) if slot.labels else party
    return (spec.rows if what is Blind.COLUMN else spec.fields)[name].name
