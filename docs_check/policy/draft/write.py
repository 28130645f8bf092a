"""A draft pack out of a notice's facts and blank forms: every line says where it stands, and how sure that is."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz
from ruamel.yaml import YAML

from checks.pack.model import APPLICANT, SCHEMA, Applicants
from docs_check.policy.draft.facts import Deadline, Facts, Material, Said
from docs_check.policy.draft.form import BlankForm, Label, Slot, name_of
from docs_check.policy.schema import EDITOR_LINE

NAME, CODE = "申请人名称", "信用代码"  # the fields by which all kinds of a draft say whose paper it is
_ABOUT = "通知和空表没有说清、或没有读懂的，都列在这里；草稿没有替您作主。"
_SAME_PAPER = 75  # of 100: a form's title and a paper in the notice's list are the same


@dataclass(slots=True)
class Draft:
    """The three files' lines, and what a person must answer."""

    pack: list[str] = field(default_factory=list[str])
    papers: list[str] = field(default_factory=list[str])
    rules: list[str] = field(default_factory=list[str])
    questions: list[str] = field(default_factory=list[str])

    def files(self) -> Mapping[str, str]:
        asked = "\n".join(f"{number}. {one}" for number, one in enumerate(self.questions, 1))
        return {
            "pack.yaml": "\n".join(self.pack) + "\n",
            "papers.yaml": "\n".join(self.papers) + "\n",
            "rules.yaml": "\n".join(self.rules) + "\n",
            "待确认.md": f"# 待确认的问题\n\n{_ABOUT}\n\n{asked}\n",
        }


def draft(facts: Facts, forms: Sequence[BlankForm], districts: Mapping[str, Sequence[str]], pack_id: str) -> Draft:
    made = Draft()
    papers = _Papers(made, forms, facts.materials)
    papers.write()
    _who(made, facts, papers, districts, pack_id)
    _rules(made, facts, papers)
    for one in facts.questions:
        made.questions.append(f"{_place(one)}：“{one.words}”——这里的日期或数额没有归到任何一条规定，请核对。")
    return made


@dataclass(frozen=True, slots=True)
class KindDraft:
    """`kinds` and the `parties` that they name, as a pack has them, and what a person must answer."""

    kinds: Mapping[str, Any]
    parties: Mapping[str, Any]
    questions: Sequence[str]


def kind_of(form: BlankForm, applicants: Applicants, taken: Collection[str]) -> KindDraft:
    """A form as a kind for a pack that there is; `taken` are the pack's kinds."""
    made = Draft()
    papers = _Papers(made, (form,), (), kinds=dict.fromkeys(taken))
    papers.write()
    written = YAML().load("\n".join(made.papers))["kinds"]
    names = {NAME: applicants.name, CODE: applicants.code or CODE}
    for kind in written.values():
        for old, new in names.items():
            if old in kind["fields"] and old != new:
                place = list(kind["fields"]).index(old)
                kind["fields"].insert(place, new, kind["fields"].pop(old))
    parties = {key: {"name": key, **({"names": list(given)} if given else {})} for key, given in papers.parties.items()}
    asked = [_nameless(key) for key, given in papers.parties.items() if not given]
    return KindDraft(written, parties, [*made.questions, *asked])


def _nameless(party: str) -> str:
    return f"“{party}”盖章用的单位全称是什么？请写进 parties 的 names，否则这里的章只能存疑。"


def _place(said: Said) -> str:
    return f"{said.file} 第{said.page}页"


def _cited(said: Said) -> str:
    how = "把握：高" if said.sure else "把握：低，请核对"
    return f"# {_place(said)}：“{' '.join(said.words.split())}”（{how}）"


def _text(written: str) -> str:
    """As YAML reads back: JSON's text is YAML's."""
    return json.dumps(written, ensure_ascii=False)


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _who(made: Draft, facts: Facts, papers: _Papers, districts: Mapping[str, Sequence[str]], pack_id: str) -> None:
    lines = made.pack
    lines += [EDITOR_LINE, "# 草稿：谁。每一行后面注明出处；没有读懂的在 待确认.md。", f"schema: {SCHEMA}"]
    lines += [f"id: {_text(pack_id)}", 'version: "1"']
    if facts.title:
        lines += [_cited(facts.title), f"name: {_text(facts.title.words)}"]
    else:
        lines.append(f"name: {_text(pack_id)}")
        made.questions.append("没有读到政策名称，请填写 name。")
    if facts.number:
        lines += [_cited(facts.number), f"source: {_text(facts.number.words)}"]
    else:
        made.questions.append("没有读到文号，请填写 source（依据）。")
    code = f", code: {CODE}" if papers.has_code else ""
    lines.append(f"applicants: {{form: {papers.form}, name: {NAME}{code}}}")
    if districts:
        lines.append("districts:")
        lines += [f"  {_text(name)}: {_list(others)}" for name, others in districts.items()]
    lines += ["parties:", f"  {APPLICANT}:", "    name: 申请单位"]
    for key, party in papers.parties.items():
        lines += [f"  {_text(key)}:", f"    name: {_text(key)}"]
        if party:
            lines.append(f"    names: {_list(party)}")
        else:
            made.questions.append(_nameless(key))


@dataclass(slots=True)
class _Papers:
    """The kinds: each form, and each paper of the notice's list that is none of the forms."""

    made: Draft
    forms: Sequence[BlankForm]
    materials: Sequence[Material]
    form: str = ""
    has_code: bool = False  # of the form by which is applied
    parties: dict[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    kinds: dict[str, Material | None] = field(default_factory=dict[str, Material | None])
    applied: str = ""  # `kind.field` of the date at the applicant's seal
    offices: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])  # party and `kind.field`

    def write(self) -> None:
        self.made.papers += [EDITOR_LINE, "# 草稿：材料长什么样。", "kinds:"]
        left = list(self.materials)
        for form in self.forms:
            material = next((one for one in left if _same(one.name, form.title)), None)
            if material:
                left.remove(material)
            self._form(form, material)
        for material in left:
            self._listed(material)
        if not (self.forms or self.kinds):
            self.made.questions.append("没有空表，通知里也没有读到材料清单：请补上申请表。")
            blank = Label(NAME, "单位名称", "name", "", 1)
            self._form(BlankForm("（无）", "申请表", (blank,), (), ()), None)

    def _key(self, title: str) -> str:
        bare = "".join(character for character in title if character.isalnum()) or "材料"
        key = bare if not bare[0].isdigit() else f"_{bare}"
        while key in self.kinds:
            key += "_"
        return key

    def _form(self, form: BlankForm, material: Material | None) -> None:
        key, lines = self._key(form.title), self.made.papers
        self.kinds[key] = material
        self.form = self.form or key
        whose = name_of(form.fields)
        lines += [f"  {key}:", f"    # 空表 {form.file}", f"    name: {_text(form.title)}"]
        lines += [f"    layout: {'table' if form.columns else 'form'}", f"    titles: {_list([form.title])}"]
        lines += [f"    subject: {APPLICANT}", *_original(material), "    fields:"]
        if whose is None:
            lines.append(f"      {NAME}: {{type: name, name: 申请人名称, labels: [单位名称, 企业名称]}}")
            self.made.questions.append(f"空表“{form.title}”上哪个栏目是申请人名称？草稿暂写“单位名称”。")
        self.has_code |= key == self.form and any(one.type == "code" for one in form.fields)
        lines += [f"      {line}" for one in form.fields for line in _field(one, one is whose, row=False)]
        if form.columns:
            lines.append("    rows:")
            lines += [f"      {line}" for one in form.columns for line in _field(one, False, row=True)]
        self._slots(key, form)

    def _slots(self, key: str, form: BlankForm) -> None:
        if not form.slots:
            self.made.questions.append(f"空表“{form.title}”上没有找到盖章处：由谁盖章、盖在哪里？")
            return
        self.made.papers.append("    slots:")
        for number, slot in enumerate(form.slots, 1):
            self._slot(key, slot, number)

    def _slot(self, key: str, slot: Slot, number: int) -> None:
        lines, name = self.made.papers, f"seal{number}"
        party = APPLICANT if slot.applicant else slot.label
        if slot.applicant is None:
            self.made.questions.append(f"盖章处“{slot.label}”由谁盖章？表上没有写明，草稿按一方单列。")
        if party != APPLICANT:
            self.parties.setdefault(party, ())
        dated = f"date{number}" if slot.dated else ""
        lines += [f"      {name}:  # 空表第{slot.page}页", f"        party: {_text(party)}"]
        lines.append(f"        labels: {_list([slot.label])}")
        if dated:
            lines.append(f"        date: {dated}")
            if party == APPLICANT:
                self.applied = self.applied or f"{key}.{dated}"
            else:
                self.offices.append((party, f"{key}.{dated}"))
        else:
            lines.append("        date_required: false")
        if slot.signs:
            lines.append("        sign:")
            lines += [
                f"          sign{at}: {{name: {_text(sign)}, labels: {_list([sign])}}}"
                for at, sign in enumerate(slot.signs, 1)
            ]

    def _listed(self, material: Material) -> None:
        key, lines = self._key(material.name), self.made.papers
        word = next((word for word in _known() if word in material.name), None)
        known: Mapping[str, Any] = _known()[word] if word else {"layout": "letter", "titles": [material.name]}
        self.kinds[key] = material
        self.form = self.form or key
        lines += [f"  {key}:", f"    {_cited(material)}", f"    name: {_text(material.name)}"]
        lines += [
            f"    layout: {known['layout']}",
            f"    titles: {_list(known['titles'])}",
            f"    subject: {APPLICANT}",
        ]
        lines += [*_original(material), "    fields:"]
        labels = f", labels: {_list(known['name'])}" if "name" in known else ""
        lines.append(f"      {NAME}: {{type: name, name: 名称{labels}}}")
        if "code" in known:
            self.has_code |= key == self.form
            lines.append(f"      {CODE}: {{type: code, name: 统一社会信用代码, labels: {_list(known['code'])}}}")
        issuer = known.get("issuer")
        if issuer:
            self.parties[issuer["name"]] = issuer["names"]
            lines += ["    slots:", "      issuer:", f"        party: {issuer['name']}"]
            lines += [f"        labels: {_list(issuer['labels'])}", "        date_required: false"]
        elif word is None:
            self.made.questions.append(f"“{material.name}”由谁出具、上面印什么题名、有哪些栏目？草稿只写了名称。")


def _field(one: Label, whose: bool, *, row: bool) -> Iterator[str]:
    key = NAME if whose else CODE if one.type == "code" and not row else one.key
    unit = f", unit: {_text(one.unit)}" if one.unit else ""
    end = "" if row else ", required: true"
    name = _text(one.text)
    if one.options:
        yield f"# 空表第{one.page}页，勾选：{'、'.join(one.options)}"
    yield f"{key}: {{type: {one.type}, name: {name}, labels: [{name}]{unit}{end}}}  # 空表第{one.page}页"


@cache
def _known() -> Mapping[str, Any]:
    text = files("docs_check.policy.draft").joinpath("known.yaml").read_text("utf-8")
    return YAML(typ="safe").load(text)


def _same(name: str, title: str) -> bool:
    return fuzz.partial_ratio(name, title) >= _SAME_PAPER and min(len(name), len(title)) > 3


def _original(material: Material | None) -> list[str]:
    if material and material.original and not material.copy:
        return ["    original: required"]
    if material and material.copy and not material.original and material.sealed and material.sure:
        return ["    original: copy_with_applicant_seal"]
    return []


def _rules(made: Draft, facts: Facts, papers: _Papers) -> None:
    lines = made.rules
    lines += [EDITOR_LINE, "# 草稿：什么必须成立。"]
    acts = [*_application(made, facts, papers), *_reviews(made, facts, papers)]
    if acts:
        lines += ["acts:", *acts]
    lines.append("evidence:")
    for key, material in papers.kinds.items():
        lines += _evidence(made, key, material)
    if facts.amounts:
        lines.append("# 通知里的标准和限额（写成 relations 后生效，见手册“钱和算式”）：")
        for one in facts.amounts:
            lines.append(f"#   {one.amount}：{_cited(one)[2:]}")
        made.questions.append("通知里的标准和限额列在 rules.yaml 末尾，各对应申请表的哪个栏目？请写成 relations。")
    for demand in (*facts.seals, *facts.validity):
        lines.append(f"#   {demand.text}：{_cited(demand)[2:]}")


def _application(made: Draft, facts: Facts, papers: _Papers) -> Iterator[str]:
    mine = [one for one in facts.deadlines if one.applicant]
    days = [one for one in mine if one.by]
    if len({one.by for one in days}) > 1:
        made.questions.append("通知里有几个申报期限，草稿只用了第一个：" + "；".join(one.words for one in days))
    for one in mine:
        if not one.by:
            made.questions.append(f"{_place(one)}：“{one.words}”是相对的期限，请写成 relations（手册“日期和期限”）。")
    if not days:
        made.questions.append("没有读到申报截止日期。")
    if not papers.applied:
        made.questions.append("申请表上没有找到申请人落款日期，申报期限暂时无处核对。")
        return
    yield "  申报:"
    yield "    name: 申报"
    yield f"    dates: [{papers.applied}]"
    if days:
        yield f"    {_cited(days[0])}"
        if days[0].start:
            yield f"    # 申报自 {days[0].start} 起"
        yield f"    limit: {days[0].by}"
        yield "    late: DL001"


def _reviews(made: Draft, facts: Facts, papers: _Papers) -> Iterator[str]:
    """An office's limit goes to its box on the form only where there is one of each."""
    theirs: list[Deadline] = [one for one in facts.deadlines if not one.applicant]
    dated = [one for one in theirs if one.by]
    alone = len(dated) == 1 and len(papers.offices) == 1
    for party, date in papers.offices:
        yield f"  {_text(party)}:"
        yield f"    name: {_text(party)}"
        yield f"    dates: [{date}]"
        if alone:
            yield f"    {_cited(dated[0])}"
            yield f"    limit: {dated[0].by}"
            yield "    late: DL002"
    for one in theirs:
        if not (alone and one is dated[0]):
            made.questions.append(f"{_place(one)}：“{one.words}”是哪个部门、哪一步的期限？")


def _evidence(made: Draft, key: str, material: Material | None) -> Iterator[str]:
    if material is None:
        made.questions.append(f"空表“{key}”不在通知的材料清单里（或没有认出）：是必须提交的吗？草稿按必须。")
        yield f"  {key}: {{basis: 空表}}"
        return
    yield f"  {_cited(material)}"
    asked = ["basis: 通知的材料清单"]
    if material.when:
        asked.append("optional: true")
        made.questions.append(f"“{material.name}”只在“{material.when}”时要交：凭申请表上的哪个栏目判断？草稿按可不交。")
    if not material.sure:
        made.questions.append(f"{_place(material)}：“{material.words}”是一种材料还是几种？原件还是复印件？请核对。")
    if material.copies and material.copies > 1:
        yield f"  # 要求 {material.copies} 份（纸面份数，电子件不核对）"
    yield f"  {key}: {{{', '.join(asked)}}}"
