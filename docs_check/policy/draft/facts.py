"""What a notice says, clause by clause: title, deadlines, papers, money, seals, validity. By words that notices share;
what they do not settle is a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from docs_check.policy.draft.notice import NUMBER, Clause

_TITLE_END = re.compile(r"(?:通知|公告|办事指南|服务指南|申报指南|指南|细则|办法|规定|意见|方案|》的通知)$")
_DAY = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日")
_FROM_TO = re.compile(_DAY.pattern + r"\s*(?:起)?\s*(?:至|到|—|–|－|-|~|～)+\s*" + _DAY.pattern)
_BY = re.compile(
    _DAY.pattern + r"(?:（[^）]{1,8}）|\([^)]{1,8}\))?\s*(?:\d{1,2}[:：时点]\d{0,2})?(?:以前|之前|前|止|截止)"
)
_UNTIL = re.compile(r"(?:截止|截至|(?:截止|申请|报送)(?:时间|日期))[为是：:至于]*\s*" + _DAY.pattern)
_RELATIVE = re.compile(
    r"(?:自|应在|应于|在|于)?([^，。；：、]{0,18}?(?:之日起|后|前)?)(\d{1,3})个?(工作日|自然日|日|个月|天)(?:内|前|以内|之内)?"
)
_MONTHLY = re.compile(r"每(?:季度首月|月|季度末月|年\d{1,2}月)(\d{1,2})[日号](?:之?前|以前)")
_APPLYING = re.compile(r"申报|申请|提交|报送|递交|投递|受理截止|上报")
_OFFICE = re.compile(r"审核|初审|复审|审查|审批|评审|办结|办理时限|决定|拨付|下达|资金安排|汇总|推荐|审定|会同")
_OFFICE_NAME = re.compile(r"(?:部门|局|工作部|中心|街道|委员会)(?:会同|应|于|在|对|组织|收到|完成)")
_COMPANY = re.compile(
    r"(?:企业|单位|申请人|申报人|个人)(?:应|于|在|须|需|可|请|将|向)|请各[^，。]{0,6}(?:企业|单位)|企业申报"
)
_NOT_A_LIMIT = re.compile(r"公示[期时]|施行|执行|实施|有效期|登记注册|期间|印发|以来|成立")
_MATERIALS_HEAD = re.compile(
    r"(?:申报|申请|所需|应提交|提交|提供|报送|办理|需提供|应提供|附)[^。；]{0,12}?(?:材料|资料|要件)|材料(?:目录|清单|要求)|(?:下列|以下|如下)(?:材料|资料)"
)
_NO_PAPER = re.compile(r"^(?:以上|上述|复印件|所有|全部|材料(?:须|应|需)|注[:：])")
_COPIES = re.compile(r"一式([一二两三四五六七八九十]+|\d+)份|(\d+)\s*份|([一二两三四五六])份")
_CHINESE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WHEN = re.compile(
    r"^(?:如|若|对|由)?([^，,：（）]{2,20}?)(?:的|的情况下)[，,]\s*(?:还)?(?:应当|应|需|须|请)?(?:另)?(?:同时)?(?:提交|提供|出具|附)"
)
_GIVING = re.compile(r"^.*?(?:提交|提供|出具|附)")
_MONEY = re.compile(
    r"((?:每人每月|每人|每月|每件|每平方米|每家|每个|每次|每户|每台|每吨)[^，。；\d]{0,8}?)?"
    r"(\d[\d,.]*\s*(?:%|％|亿元|万美元|万元|美元|元))"
)
_GIVES = re.compile(r"补助|补贴|奖励|资助|支持|扶持|最高|不超过|上限|限额|标准|配套|收取|收费|给予")
_CONDITION = re.compile(r"(?:达到|超过|以上|以下|不低于|不少于|及以下|及以上)")
_SIGNS = re.compile(r"(法定代表人|法人代表|负责人|申请人|经办人|本人)[^，。；]{0,10}?(?:签字|签名|签章)")
_SEALED = re.compile(r"加盖[^，。；（）()]{0,8}?(?:公章|印章)|盖章|盖公章")
_VALID = re.compile(r"有效期(?:限)?(?:为|至|到|以)?[：:]?\s*([^，。；]{1,24})|最长不超过(\d+个月)")

_COPIES_SEALED = re.compile(r"复印件[^。；]{0,12}公章")
_SEVERAL = re.compile(r"[及和]")
_LONGEST_HEAD = 80  # characters; a longer clause is no heading
_FEWEST_ITEMS = 2  # one item alone is no list
_LONGEST_NAME = 24  # characters; a longer one is a sentence about a paper


@dataclass(frozen=True, slots=True)
class Said:
    """`words` as they stand in the notice, on `page` of `file`; `sure`: nothing had to be guessed."""

    words: str
    file: str
    page: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Deadline(Said):
    """`by` is a day where one is named; else `relative` says it."""

    applicant: bool
    by: date | None
    start: date | None
    relative: str


@dataclass(frozen=True, slots=True)
class Material(Said):
    name: str
    original: bool
    copy: bool
    sealed: bool
    copies: int | None
    when: str


@dataclass(frozen=True, slots=True)
class Amount(Said):
    amount: str


@dataclass(frozen=True, slots=True)
class Demand(Said):
    """A seal, a signature, or how long something is valid."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    title: Said | None
    number: Said | None
    deadlines: tuple[Deadline, ...]
    materials: tuple[Material, ...]
    amounts: tuple[Amount, ...]
    seals: tuple[Demand, ...]
    validity: tuple[Demand, ...]
    questions: tuple[Said, ...]


def facts_of(clauses: Sequence[Clause]) -> Facts:
    deadlines = tuple(one for clause in clauses for one in _deadlines(clause, _year(clauses)))
    materials = tuple(_materials(clauses))
    amounts = tuple(dict.fromkeys(one for clause in clauses for one in _amounts(clause)))
    return Facts(
        _title(clauses),
        next((_said(clause, found[0]) for clause in clauses[:6] if (found := NUMBER.search(clause.text))), None),
        deadlines,
        materials,
        amounts,
        tuple(one for clause in clauses for one in _seals(clause)),
        tuple(one for clause in clauses for one in _validity(clause)),
        tuple(_open(clauses, deadlines, amounts)),
    )


def _said(clause: Clause, words: str, *, sure: bool = True) -> Said:
    return Said(words, clause.file, clause.page, sure and clause.legible)


def _title(clauses: Sequence[Clause]) -> Said | None:
    """The heading, which may run over lines; of a notice that hands out rules, the rules' own name is kept whole."""
    text = ""
    for clause in clauses[:5]:
        text += clause.text
        if _TITLE_END.search(text):
            return _said(clause, text)
    return _said(clauses[0], clauses[0].text, sure=False) if clauses else None


def _year(clauses: Sequence[Clause]) -> int | None:
    """That of the last date that names one, the day of issue as a rule, where a limit leaves its own out."""
    years = [int(found[1]) for clause in clauses for found in _DAY.finditer(clause.text) if found[1]]
    return years[-1] if years else None


def _day(parts: Sequence[str | None], year: int | None) -> date | None:
    own = int(parts[0]) if parts[0] else year
    try:
        return date(own, int(parts[1] or 0), int(parts[2] or 0)) if own else None
    except ValueError:
        return None


def _deadlines(clause: Clause, year: int | None) -> Iterator[Deadline]:
    context = " ".join((*clause.under[-1:], clause.text))
    for sentence in re.split(r"(?<=[。；;])", clause.text):
        if not sentence.strip():
            continue
        applicant = _whose(sentence, context)
        found = list(_days(sentence, year))
        for by, start, words in found:
            if applicant is not None:
                sure = bool(by) and str(by)[:4] in sentence
                yield Deadline(words, clause.file, clause.page, sure and clause.legible, applicant, by, start, "")
        for words in _relatives(sentence):
            if applicant is not None and (not found or "工作日" in words):
                yield Deadline(words, clause.file, clause.page, clause.legible, applicant, None, None, words)


def _whose(sentence: str, context: str) -> bool | None:
    """The applicant's (True) or an office's (False); None where the sentence sets no limit to either."""
    if _OFFICE_NAME.search(sentence) and _OFFICE.search(sentence):
        return False
    if _COMPANY.search(sentence) and _APPLYING.search(sentence):
        return True
    if _OFFICE.search(sentence) or re.search(r"时限", context):
        return False
    if re.search(r"(?:申报|申请|受理|报送)(?:时间|期限|截止)", context) or (
        _APPLYING.search(sentence) and re.search(r"截止|前", sentence)
    ):
        return True
    return None


def _days(sentence: str, year: int | None) -> Iterator[tuple[date | None, date | None, str]]:
    taken = list[tuple[int, int]]()
    for found in _FROM_TO.finditer(sentence):
        taken.append(found.span())
        if _about_something_else(sentence, found.start(), found.end()):
            continue
        start = _day(found.groups()[:3], year)
        end = found.groups()[3:]
        yield _day(end, start.year if start and not end[0] else year), start, found[0]
    for pattern in (_BY, _UNTIL):
        for found in pattern.finditer(sentence):
            inside = any(first < found.end() and found.start() < last for first, last in taken)
            if not inside and not _about_something_else(sentence, found.start(), found.end()):
                taken.append(found.span())
                yield _day(found.groups()[:3], year), None, found[0]


def _about_something_else(sentence: str, start: int, end: int) -> bool:
    """A period in which something was done, or how long the rules hold, is no limit."""
    part = sentence[max(0, start - 12) : start] + "|" + sentence[end : end + 8]
    return bool(_NOT_A_LIMIT.search(part))


def _relatives(sentence: str) -> Iterator[str]:
    for found in _MONTHLY.finditer(sentence):
        yield found[0]
    for found in _RELATIVE.finditer(sentence):
        around = sentence[max(0, found.start() - 8) : found.end() + 2]
        limits = "内" in found[0] or "前" in found[1] or found[1].endswith(("后", "前")) or re.search(r"时限", around)
        if limits and not re.search(r"公示|有效|期限", around):
            yield found[0].strip("自应在于：:")


def _materials(clauses: Sequence[Clause]) -> Iterator[Material]:
    """The items below a heading that announces papers; only those of the rank right below it."""
    for place, head in enumerate(clauses):
        if not _MATERIALS_HEAD.search(head.text) or len(head.text) > _LONGEST_HEAD:
            continue
        own = -1 if head.rank is None else head.rank
        items = list[Clause]()
        for clause in clauses[place + 1 :]:
            if clause.rank is None:
                if items:
                    break
                if not _MATERIALS_HEAD.search(clause.text):
                    break
                continue
            if clause.rank <= own and own >= 0:
                break
            if items and clause.rank < items[0].rank:  # type: ignore[operator]  # items have ranks
                break
            if not items or clause.rank == items[0].rank:
                items.append(clause)
        if len(items) >= _FEWEST_ITEMS:
            copies_sealed = any(_COPIES_SEALED.search(clause.text) for clause in clauses)
            yield from (_material(item, copies_sealed) for item in items if not _NO_PAPER.match(item.bare))
            return


def _material(clause: Clause, copies_sealed: bool) -> Material:
    text = clause.bare.rstrip("；;。")
    when = _WHEN.match(text)
    rest = _GIVING.sub("", text, count=1) if when else text
    name = re.split(r"[（(；;，,]|(?:原件|复印件|扫描件)", rest.replace("《", "").replace("》", ""))[0]
    name = re.sub(r"^.*?(?:签字|盖章|公章)的", "", name).strip("：: ")
    copies = next((found for found in _COPIES.finditer(text)), None)
    number = next((part for part in copies.groups() if part), None) if copies else None
    return Material(
        clause.text,
        clause.file,
        clause.page,
        # Of several papers in one item it is open which of them may be copies.
        sure=clause.legible
        and bool(name)
        and len(name) <= _LONGEST_NAME
        and not (_SEVERAL.search(name) and "复印件" in text),
        name=name or text,
        original="原件" in text and "验原件" not in text and "核原件" not in text,
        copy="复印件" in text,
        sealed=bool(_SEALED.search(text) or "公章" in text or (copies_sealed and "复印件" in text)),
        copies=(_CHINESE.get(number) or int(number)) if number and (number in _CHINESE or number.isdigit()) else None,
        when=when[1] if when else "",
    )


def _amounts(clause: Clause) -> Iterator[Amount]:
    for sentence in re.split(r"[。；;]", clause.text):
        if not _GIVES.search(sentence):
            continue
        for found in _MONEY.finditer(sentence):
            behind = sentence[found.end() : found.end() + 6]
            before = sentence[max(0, found.start() - 12) : found.start()]
            if _CONDITION.match(behind) or re.search(r"出口额|销售额|营业额|收入|达到$", before):
                continue
            words = sentence.strip()
            yield Amount(words, clause.file, clause.page, clause.legible, (found[1] or "") + found[2])


def _seals(clause: Clause) -> Iterator[Demand]:
    for found in (*_SIGNS.finditer(clause.text), *_SEALED.finditer(clause.text)):
        yield Demand(clause.text, clause.file, clause.page, clause.legible, found[0])


def _validity(clause: Clause) -> Iterator[Demand]:
    found = _VALID.search(clause.text)
    if found:
        yield Demand(clause.text, clause.file, clause.page, clause.legible, (found[1] or found[2]).strip())


def _open(clauses: Sequence[Clause], deadlines: Sequence[Deadline], amounts: Sequence[Amount]) -> Iterator[Said]:
    """Days and amounts that were put nowhere."""
    placed = " ".join(one.words for one in (*deadlines, *amounts))
    for clause in clauses:
        for found in (*_DAY.finditer(clause.text), *_MONEY.finditer(clause.text)):
            if found[0] not in placed:
                yield _said(clause, clause.text, sure=False)
                break
