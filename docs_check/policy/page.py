"""A pack as a page for the head of the office: who applies, with what papers, by when, for how much money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from re import Match

from checks.pack.expressions import PLACEHOLDER
from checks.pack.model import APPLICANT, DISTRICT, EvidenceSpec, Policy, Relation, Tier
from docs_check.policy.unseen import unseen_in
from extractor.forms import KindSpec
from extractor.records import Words

_NOTHING = "—"
_WORD = re.compile(r'"[^"]*"|[A-Za-z_][\w.]*|[<>=!]=|[*/]')
_SIGNS = {
    "<=": "≤",
    ">=": "≥",
    "==": "＝",
    "!=": "≠",
    "*": "×",
    "/": "÷",
    "and": "且",
    "or": "或",
    "not": "并非",
    "sum": "合计",
    "count": "份数",
    "distinct": "不同值的个数",
    "days": "相隔天数",
    "working_days": "相隔工作日",
    "months": "相隔整月",
    "years": "相隔整年",
    "min": "最小值",
    "max": "最大值",
    "round": "四舍五入",
    "cut": "舍去尾数",
    "exists": "已填写",
    "like": "符合",
    "one_of": "是其中之一",
    "day": "",
}
_ORIGINALS = {
    "required": Words("原件", "original"),
    "copy_with_applicant_seal": Words("复印件，加盖申请人公章", "copy under the applicant's seal"),
    "electronic": Words("电子件", "electronic"),
    "any": Words("不论", "either"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and a table below it: its first row names the columns."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def page_of(policy: Policy, language: str) -> Page:
    told = _Told(policy, language)
    sections = (
        told.parties(),
        told.papers(),
        told.deadlines(),
        told.money(),
        told.seals(),
        told.own_rules(),
        told.unchecked(),
    )
    return Page(told.said(policy.name), tuple(told.facts()), tuple(one for one in sections if len(one.rows) > 1))


def to_markdown(page: Page) -> str:
    lines = [f"# {page.title}", "", *(f"- {name}：{value}" for name, value in page.facts)]
    for section in page.sections:
        head, *rows = section.rows
        lines += ["", f"## {section.heading}", "", _row(head), "|" + "---|" * len(head), *map(_row, rows)]
    return "\n".join(lines) + "\n"


def to_html(page: Page) -> str:
    """One file that prints, with a place for who signs it off."""
    facts = "".join(f"<li>{escape(name)}：{escape(value)}</li>" for name, value in page.facts)
    body = "".join(_section(section) for section in page.sections)
    return _HTML.format(title=escape(page.title), facts=facts, body=body)


_HTML = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font-family: "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2em auto; max-width: 60em }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border: 1px solid #999; padding: .3em .6em; text-align: left; vertical-align: top }}
tr {{ break-inside: avoid }}
</style></head><body><h1>{title}</h1><ul>{facts}</ul>{body}
<p>审定人：＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日</p></body></html>
"""


def _section(section: Section) -> str:
    head, *rows = section.rows
    cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{escape(section.heading)}</h2><table><tr>{cells}</tr>{lines}</table>"


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


@dataclass(frozen=True, slots=True)
class _Told:
    policy: Policy
    language: str

    def said(self, words: Words) -> str:
        return words.in_language(self.language)

    def _(self, zh: str, en: str) -> str:
        return en if self.language == "en" else zh

    def _listed(self, names: Iterator[str]) -> str:
        return self._("、", ", ").join(names) or _NOTHING

    def facts(self) -> Iterator[tuple[str, str]]:
        policy = self.policy
        yield self._("依据", "Source"), policy.source or _NOTHING
        yield self._("政策包", "Pack"), f"{policy.id} {policy.version}"
        form = policy.kinds[policy.applicants.form]
        yield self._("申请用表", "Applied for by"), self.said(form.name)
        if policy.supported_period:
            period = policy.supported_period
            yield self._("支持时段", "Supported period"), self._span(period.first, period.last)
        yield self._("区（市）", "Districts"), self._listed(iter(policy.districts))

    def _span(self, first: date, last: date) -> str:
        return self._(f"{first} 至 {last}", f"{first} to {last}")

    def parties(self) -> Section:
        rows = [(self._("哪一方", "Party"), self._("全称", "Full name"))]
        for key, party in self.policy.parties.items():
            if key == APPLICANT:
                continue
            names = [*party.names, *(name for names in (party.districts or {}).values() for name in names[:1])]
            rows.append((self.said(party.name), self._listed(iter(names))))
        return Section(self._("谁来办理、谁来证明", "Who"), tuple(rows))

    def papers(self) -> Section:
        head = ("材料", "Paper"), ("要求", "Asked"), ("出具单位", "Issued by"), ("须为", "Must be"), ("依据", "Basis")
        rows = [tuple(self._(*one) for one in head)]
        for of_districts, asked in ((False, self.policy.evidence), (True, self.policy.district_evidence)):
            for kind, evidence in asked.items():
                spec = self.policy.kinds[kind]
                issuer = self.said(self.policy.parties[evidence.issuer].name) if evidence.issuer else _NOTHING
                rows.append(
                    (
                        self.said(spec.name),
                        self._asked(evidence, of_districts=of_districts),
                        issuer,
                        self.said(_ORIGINALS[spec.original]),
                        self.said(evidence.basis),
                    )
                )
        return Section(self._("交什么材料", "With what papers"), tuple(rows))

    def _asked(self, evidence: EvidenceSpec, *, of_districts: bool) -> str:
        said = list[str]()
        if of_districts:
            said.append(self._("由区（市）提交", "by each district"))
        said.append(self._("可不交，交了要对", "optional") if evidence.optional else self._("必须", "required"))
        if evidence.when:
            form = self.policy.kinds[self.policy.applicants.form]
            when = self._spoken(evidence.when, self._names(form))
            said.append(self._(f"仅当 {when}", f"only where {when}"))
        if evidence.instead:
            others = self._listed(self.said(self.policy.kinds[kind].name) for kind in evidence.instead)
            said.append(self._(f"可用{others}代替", f"or {others}"))
        if evidence.at_least > 1:
            said.append(self._(f"至少{evidence.at_least}份", f"at least {evidence.at_least}"))
        if evidence.each:
            said.append(self._(f"{self._field(evidence.each.of)}每一个各一份", f"one for each {evidence.each.of}"))
        if evidence.period:
            covers = bool(evidence.period.covers)
            said.append(self._("须覆盖支持时段", "covers") if covers else self._("须涉及支持时段", "overlaps"))
        if evidence.dated_in:
            said.append(self._("日期须在支持时段内", "dated within the supported period"))
        if evidence.valid:
            act = self.said(self.policy.acts[evidence.valid.on].name)
            said.append(self._(f"{act}当天须有效", f"valid on the day of {act}"))
        return self._("；", "; ").join(said)

    def _field(self, written: str) -> str:
        kind, _, field = written.partition(".")
        spec = self.policy.kinds[kind]
        found = spec.fields.get(field) or spec.rows.get(field)
        return f"{self.said(spec.name)}·{self.said(found.name) if found else field}"

    def deadlines(self) -> Section:
        head = (
            ("环节", "Act"),
            ("期限（含当天）", "By (inclusive)"),
            ("可能的日期", "Possible days"),
            ("日期取自", "Read from"),
        )
        rows = [tuple(self._(*one) for one in head)]
        for act in self.policy.acts.values():
            window = self._span(act.window.first, act.window.last) if act.window else _NOTHING
            sources = self._listed(self._date(written) for written in act.dates)
            rows.append((self.said(act.name), str(act.limit or _NOTHING), window, sources))
        return Section(self._("什么时候办完", "By when"), tuple(rows))

    def _date(self, written: str) -> str:
        kind, _, field = written.partition(".")
        spec = self.policy.kinds[kind]
        slot = next((place for place in spec.slots.values() if place.date == field), None)
        if slot is None:
            return self._field(written)
        of = self._party(slot.party)
        return f"{self.said(spec.name)}·" + self._(f"{of}落款日期", f"date at the seal of {of}")

    def _party(self, party: str) -> str:
        if party == DISTRICT:
            return self._("区（市）", "the district")
        return self.said(self.policy.parties[party].name)

    def money(self) -> Section:
        rows = [(self._("规定", "Rule"), self._("算式", "As reckoned"), self._("关于", "About"))]
        for key, lookup in self.policy.lookups.items():
            rows += [
                (
                    f"{self.said(lookup.name)}：{self.said(tier.name)}",
                    f"{tier.value}{lookup.unit}",
                    self._tier(key, tier),
                )
                for tier in lookup.tiers
            ]
        rows += [self._relation(relation) for relation in self.policy.relations]
        return Section(self._("钱和数怎么算", "Money and figures"), tuple(rows))

    def _tier(self, key: str, tier: Tier) -> str:
        names = self._names(self.policy.kinds[self.policy.applicants.form])
        for relation in self.policy.relations:
            if key in relation.holds:
                names |= {name: f"({self._spoken(text, names)})" for name, text in relation.let.items()}
        return self._("当 ", "where ") + self._spoken(tier.when, names)

    def _relation(self, relation: Relation) -> tuple[str, str, str]:
        spec = self.policy.kinds[relation.kind]
        names = self._names(spec)
        for name, text in relation.let.items():
            names[name] = f"({self._spoken(text, names)})"
        expected = PLACEHOLDER.sub(lambda found: f"〔{names.get(found[1], found[1])}〕", self.said(relation.expected))
        of = names.get(relation.of, relation.of)
        return f"{relation.code} {of}：{expected}", self._spoken(relation.holds, names), self.said(spec.name)

    def _names(self, spec: KindSpec) -> dict[str, str]:
        """Of all that an expression about a paper of this kind may name."""
        names = {key: self.said(lookup.name) for key, lookup in self.policy.lookups.items()}
        for kind, other in self.policy.kinds.items():
            names |= {f"{kind}.{key}": self._field(f"{kind}.{key}") for key in (*other.fields, *other.rows)}
            names[kind] = self.said(other.name)
        for slot in spec.slots.values():
            if slot.date:
                names[slot.date] = self._(f"{self._party(slot.party)}落款日期", f"date of {self._party(slot.party)}")
        names |= {f"rows.{key}": self.said(column.name) for key, column in spec.rows.items()}
        return names | {key: self.said(field.name) for key, field in spec.fields.items()}

    def _spoken(self, text: str, names: dict[str, str]) -> str:
        """An expression in the words that the papers print; what stands in quotes stays as it is."""
        signs = _SIGNS if self.language != "en" else {}

        def said(found: Match[str]) -> str:
            word = found[0]
            return word if word.startswith('"') else names.get(word) or signs.get(word) or word

        return _WORD.sub(said, text)

    def seals(self) -> Section:
        head = ("材料", "Paper"), ("盖章处", "Place"), ("由谁盖章", "Sealed by"), ("签字", "Signed by")
        rows = [tuple(self._(*one) for one in head)]
        for spec in self.policy.kinds.values():
            for slot in spec.slots.values():
                if slot.seal:
                    place = slot.labels[0] if slot.labels else self._("落款", "at the end")
                    signs = self._listed(self.said(sign.name) for sign in slot.sign.values())
                    rows.append((self.said(spec.name), place, self._party(slot.party), signs))
        return Section(self._("谁盖章、谁签字", "Seals and signatures"), tuple(rows))

    def own_rules(self) -> Section:
        rows = [(self._("编号", "Code"), self._("名称", "Name"), self._("为什么查", "Why"))]
        rows += [(code, self.said(rule.title), self.said(rule.why)) for code, rule in self.policy.rules.items()]
        return Section(self._("本政策自有的检查", "Checks of this policy's own"), tuple(rows))

    def unchecked(self) -> Section:
        """What the pack describes and no rule looks at."""
        rows = [(self.said(line.kind), self.said(line.said)) for line in unseen_in(self.policy)]
        head = (self._("材料", "Paper"), self._("没有检查的内容", "Not looked at"))
        return Section(self._("什么没有检查", "What nobody looks at"), (head, *rows))
