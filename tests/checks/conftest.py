"""Papers built by hand: no OCR, no pictures, only what the extractor would hand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from checks.grouping.batch import group
from checks.judge import judge
from checks.pack.load import Policy, find_packs, load_pack
from checks.records import Outcome, Verdict
from extractor.language.dates import find_dates
from extractor.language.values import value_of
from extractor.records import (
    Box,
    Color,
    DateMention,
    DateState,
    Document,
    Field,
    FileReading,
    Line,
    Place,
    Problem,
    Row,
    Seal,
    Shape,
    SlotSeen,
    Trouble,
    Words,
)

# Invented: valid by the check character of GB 32100-2015, belonging to nobody.
CODE_ONE, CODE_TWO = "91370200MA3C0TEXTD", "91370200MA3D1TEXTP"
CLEAR, FAINT = 0.99, 0.6


@dataclass
class Papers:
    """Builds papers of a pack. `confidence` is that of every reading unless told otherwise."""

    policy: Policy

    def field(self, kind: str, name: str, written: str, confidence: float = CLEAR, at: int = 0) -> Field:
        spec = self.policy.kinds[kind].fields.get(name) or self.policy.kinds[kind].rows[name]
        place = Place(1, Box(0.2, 0.01 * at, 0.4, 0.01 * at + 0.01))
        return Field(name, place, written, value_of(written, spec) if written else None, confidence)

    def date(self, written: str, confidence: float = CLEAR, slot: str | None = None, y: float = 0.7) -> DateMention:
        found = next(find_dates(written), None)
        state = found.state if found else DateState.BLANK
        parts = found.parts if found else (None, None, None)
        return DateMention(
            Place(1, Box(0.6, y, 0.8, y + 0.02)),
            written,
            found.value if found else None,
            state,
            parts,
            confidence,
            slot,
        )

    def seal(
        self,
        owner: str | None,
        slot: str | None,
        confidence: float = CLEAR,
        color: Color = Color.RED,
        y: float = 0.7,
        text: str | None = None,
        impression: str = "",
    ) -> Seal:
        place = Place(1, Box(0.6, y - 0.05, 0.75, y + 0.05))
        read = text if text is not None else owner or ""
        return Seal(
            place, Shape.ROUND, color, read, "", confidence, owner, confidence if owner else 0.0, slot, impression
        )

    def paper(
        self,
        kind: str,
        file: str,
        fields: Mapping[str, str | Field],
        dates: Mapping[str, str | DateMention | None] | None = None,
        seals: Iterable[Seal] = (),
        **more: object,
    ) -> Document:
        """`dates` by slot: what is written beside it, `""` for a blank; a slot that is left out was not seen."""
        spec = self.policy.kinds[kind]
        built = tuple(
            one if isinstance(one, Field) else self.field(kind, name, one, at=at)
            for at, (name, one) in enumerate(fields.items())
        )
        slots = []
        for at, (slot, written) in enumerate((dates or {}).items()):
            y = 0.5 + 0.1 * at
            area = Place(1, Box(0.5, y, 0.9, y + 0.1))
            mention = self.date(written, slot=slot, y=y) if isinstance(written, str) else written
            label = (spec.slots[slot].labels or ("",))[0]
            slots.append(SlotSeen(slot, spec.slots[slot].party, label, area, mention, "情况属实，同意上报。"))
        title = spec.titles[0].replace("...", "某地")
        mentions = tuple(seen.date for seen in slots if seen.date)
        document = Document(file, (1,), kind, CLEAR, title, built, (), tuple(slots), mentions, tuple(seals))
        return replace(document, **more)

    def reading(self, *documents: Document, file: str | None = None, trouble: Trouble | None = None) -> FileReading:
        problems = (Problem(trouble, Words("坏了", "broken")),) if trouble else ()
        name = file or documents[0].file
        return FileReading(name, name, max(len(documents), 1), tuple(documents), problems)

    def outcomes(self, readings: Iterable[FileReading], code: str, **options: Any) -> list[Outcome]:
        return list(judge(group(list(readings), self.policy), self.policy, select=[code], **options))

    def findings(self, readings: Iterable[FileReading], code: str, **options: Any) -> list[Outcome]:
        return [one for one in self.outcomes(readings, code, **options) if one.is_finding]

    def all_findings(self, readings: Iterable[FileReading]) -> list[Outcome]:
        """By every rule about papers: what one fault leads to, no more and no less."""
        return self.findings(readings, "", ignore=["PL"])

    def verdicts(self, readings: Iterable[FileReading], code: str) -> set[Verdict]:
        return {one.verdict for one in self.outcomes(readings, code)}


COMPANY, OTHER_COMPANY = "青岛海瑞贸易有限公司", "青岛云帆五金有限公司"
DISTRICT = "平度市"
COMMERCE, FINANCE, INSURER = "平度市商务局", "平度市财政局", "中国出口信用保险公司山东分公司"
ISSUERS = {
    "customs_certificate": "中华人民共和国青岛海关",
    "tax_certificate": "国家税务总局平度市税务局",
    "forex_certificate": "国家外汇管理局青岛市分局",
    "environment_certificate": "青岛市生态环境局平度分局",
}


@dataclass
class Company(Papers):
    """One company's complete set in one district, as the shipped pack wants it; `change` spoils one paper."""

    name: str = COMPANY
    code: str = CODE_ONE
    folder: str = f"{DISTRICT}/{COMPANY}"

    @property
    def tail(self) -> str:
        """What tells this company's numbers from the other's."""
        return "1" if self.code == CODE_ONE else f"{crc32(self.code.encode()) % 10**6:06d}"

    @property
    def legal(self) -> str:
        return "张三" if self.code == CODE_ONE else "钱七"

    def form(self, **changes: Any) -> Document:
        given = {
            "company": self.name,
            "credit_code": self.code,
            "address": f"青岛市平度市人民路{self.tail}号",
            "customs_no": "3702000001",
            "legal": self.legal,
            "contact": f"李四 0532-8000000{self.tail}",
            "export_2021": "1000.00",
            "export_2022": "1100.00",
            "growth": "10.00",
            "insurer": INSURER,
            "policy_no": f"SCH00000000{self.tail}",
            "product": "短期出口信用保险综合保险",
            "premium": "10.00",
            "subsidy": "6.00",
            "subsidy_words": "人民币陆万元整",
            "bank": "某银行",
            "account": f"10000000{self.tail}",
            "district": DISTRICT,
        }
        fields: dict[str, str | Field] = {**given, **changes.pop("fields", {})}
        dates = {
            "applicant": "2023年3月10日",
            "district_commerce": "2023年3月20日",
            "district_finance": "2023年3月20日",
            "city_commerce": "",
        }
        dates |= changes.pop("dates", {})
        seals = changes.pop("seals", None)
        if seals is None:
            seals = [
                self.seal(self.name, "applicant", y=0.55),
                self.seal(COMMERCE, "district_commerce", y=0.65),
                self.seal(FINANCE, "district_finance", y=0.75),
            ]
        return self.paper("application_form", f"{self.folder}/申请表.pdf", fields, dates, seals, **changes)

    def certificate(self, kind: str, **changes: Any) -> Document:
        fields = {"company": self.name, "credit_code": self.code, "period": "2022年1月1日至2022年12月31日"}
        fields |= changes.pop("fields", {})
        seals = changes.pop("seals", None)
        dates = changes.pop("dates", {"issuer": "2023年3月3日"})
        seals = [self.seal(ISSUERS[kind], "issuer", y=0.55)] if seals is None else seals
        prose = Line(Box(0.1, 0.2, 0.9, 0.23), f"经查询，{self.name}没有行政处罚记录，特此证明。", CLEAR)
        changes = {"lines": ((1, prose),), **changes}
        return self.paper(kind, f"{self.folder}/{kind}.pdf", fields, dates, seals, **changes)

    def licence(self, **changes: Any) -> Document:
        fields = {"company": self.name, "credit_code": self.code, "legal": self.legal, **changes.pop("fields", {})}
        seals = changes.pop("seals", [self.seal("青岛市行政审批服务局", "issuer", y=0.55)])
        return self.paper(
            "business_licence", f"{self.folder}/营业执照.pdf", fields, {"issuer": "2020年3月10日"}, seals, **changes
        )

    def policy_paper(self, **changes: Any) -> Document:
        fields = {
            "policy_no": f"SCH00000000{self.tail}",
            "company": self.name,
            "insurer": INSURER,
            "period": "2022年1月1日至2022年12月31日",
        }
        fields |= changes.pop("fields", {})
        seals = changes.pop("seals", [self.seal(INSURER, "issuer", y=0.55)])
        return self.paper(
            "insurance_policy", f"{self.folder}/保险单.pdf", fields, {"issuer": "2022年1月1日"}, seals, **changes
        )

    def invoice(self, **changes: Any) -> Document:
        fields = {
            "company": self.name,
            "credit_code": self.code,
            "invoice_date": "2022年5月8日",
            "invoice_no": f"1000000{self.tail}",
            "total": "100000.00",
            "insurer": INSURER,
            **changes.pop("fields", {}),
        }
        title = changes.pop("title", "山东增值税电子普通发票")
        seals = changes.pop("seals", [])
        return self.paper(
            "premium_invoice", f"{self.folder}/发票.pdf", fields, {"issuer": None}, seals, title=title, **changes
        )

    def papers(self, **instead: Document | None) -> list[FileReading]:
        """All papers; `instead` replaces one by kind, None takes it away."""
        whole: dict[str, Document | None] = {
            "application_form": self.form(),
            "business_licence": self.licence(),
            "insurance_policy": self.policy_paper(),
            "premium_invoice": self.invoice(),
            **{kind: self.certificate(kind) for kind in ISSUERS},
            **instead,
        }
        return [self.reading(document) for document in whole.values() if document is not None]

    def summary(self, rows: Iterable[Mapping[str, str]] | None = None, **changes: Any) -> Document:
        rows = [self.row()] if rows is None else list(rows)
        fields = {"filled": "2023年3月22日", "total": "6.00", "premium_total": "10.00", **changes.pop("fields", {})}
        built = tuple(
            Row(
                Place(1, Box(0, 0.3 + at / 50, 1, 0.32 + at / 50)),
                tuple(self.field("summary_table", name, one) for name, one in row.items()),
            )
            for at, row in enumerate(rows)
        )
        seals = changes.pop("seals", [self.seal(COMMERCE, "district_commerce", y=0.55)])
        dates = changes.pop("dates", {"district_commerce": "2023年3月22日"})
        return self.paper("summary_table", f"{DISTRICT}/汇总表.pdf", fields, dates, seals, rows=built, **changes)

    def row(self, **changes: str) -> dict[str, str]:
        return {
            "company": self.name,
            "credit_code": self.code,
            "export_2022": "1100.00",
            "premium": "10.00",
            "subsidy": "6.00",
            **changes,
        }

    def opinion(self, **changes: Any) -> Document:
        fields = {"count": "1", "total": "6.00", **changes.pop("fields", {})}
        seals = changes.pop("seals", [self.seal(COMMERCE, "district_commerce", y=0.55)])
        dates = changes.pop("dates", {"district_commerce": "2023年3月21日"})
        return self.paper("review_opinion", f"{DISTRICT}/初审意见.pdf", fields, dates, seals, **changes)

    def batch(self, **instead: Document | None) -> list[FileReading]:
        """The company's set and the district's own papers."""
        own = {"summary_table": self.summary(), "review_opinion": self.opinion(), **instead}
        return self.papers(**own)


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_pack(find_packs()["qingdao-2022-export-credit"])


@pytest.fixture
def company(policy: Policy) -> Company:
    return Company(policy)


@pytest.fixture
def other(policy: Policy) -> Company:
    return Company(policy, OTHER_COMPANY, CODE_TWO, f"{DISTRICT}/{OTHER_COMPANY}")


@pytest.fixture
def pack_copy(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the shipped pack with one text of one file replaced."""

    def changed(file: str, old: str, new: str) -> Path:
        source = find_packs()["qingdao-2022-export-credit"]
        for path in source.glob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            if path.name == file:
                assert old in text
                text = text.replace(old, new, 1)
            (tmp_path / path.name).write_text(text, encoding="utf-8")
        return tmp_path

    return changed


@pytest.fixture
def day() -> Callable[[str], date]:
    return date.fromisoformat
