"""What people do beyond deciding: look a second time, sign a district, note what became of letters and companies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from docs_check.exits import WrongUse
from docs_check.process.casebook import CaseBook, Deed, Happened, Letter, Release, SecondLook, Step
from docs_check.process.gate import CONDITIONS, Gate
from docs_check.process.office import APPROVE, WITHDRAW, standing
from docs_check.process.rules import FILE, ROLES, OfficeRules, Role
from docs_check.report.decided.decisions import state_of
from docs_check.report.decided.verdicts import ReviewVerdict
from docs_check.report.summary import Approval, Section, Summary
from docs_check.reports.letters.mending import mending
from docs_check.reports.letters.templates import letter_settings
from docs_check.reports.to_notices import due
from extractor.records import Words


def allowed(rules: OfficeRules, who: str, role: Role) -> None:
    """Raises `WrongUse` where somebody else is to do this."""
    if not rules.may(who, role):
        name = ROLES[role]
        raise WrongUse(
            Words(
                f"{who}不在{name.zh}人员名单中，没有写入；名单见 {FILE}。",
                f"{who} is not among those named for the {name.en}, and nothing was written; see {FILE}.",
            )
        )


def look_twice(
    ledger: CaseBook, rules: OfficeRules, verdict: ReviewVerdict, who: str, note: str, *, agrees: bool
) -> SecondLook:
    """Raises `WrongUse` for one's own verdict, and for a disagreement without a word."""
    allowed(rules, who, Role.SECOND)
    if who == verdict.who:
        raise WrongUse(
            Words("复核须由另一人作出，不能复核自己的结论。", "Another person must look a second time, not the same.")
        )
    if not agrees and not note:
        raise WrongUse(Words("不同意时请写明理由。", "Please say why you disagree."))
    return ledger.add(
        SecondLook,
        who=who,
        verdict=verdict.id,
        subject=verdict.subject,
        evidence=verdict.evidence,
        agrees=agrees,
        note=note,
    )


def sign(
    ledger: CaseBook, rules: OfficeRules, decided: Summary, section: Section, gate: Gate, who: str, *, unlisted: bool
) -> Release:
    """Releases a district's findings and issues its letters, each with a number and a day to answer by. `unlisted`:
    with leave for demands that the published notice does not make. Raises `WrongUse` while something is open."""
    allowed(rules, who, Role.SIGN)
    if not gate.may_be_signed:
        left_zh = "、".join(f"{CONDITIONS[one].zh}（还有 {count} 项）" for one, count in gate.unmet.items())
        left_en = ", ".join(f"{CONDITIONS[one].en} ({count} left)" for one, count in gate.unmet.items())
        raise WrongUse(Words(f"还不能签发，条件未满足：{left_zh}。", f"It cannot be signed yet: {left_en}."))
    state = state_of(section)
    release = ledger.add(
        Release, who=who, district=section.key, action=APPROVE, state=state, unlisted=unlisted, note=""
    )
    _issue(ledger, decided, section, release, who)
    return release


def withdraw(ledger: CaseBook, rules: OfficeRules, section: Section, who: str, note: str) -> Release:
    """Takes the approval of a district back. Raises `WrongUse` where there is none."""
    allowed(rules, who, Role.SIGN)
    before = standing(ledger.happened()).get(section.key)
    if before is None:
        raise WrongUse(Words("这个区市没有签发，无须撤回。", "This district is not signed."))
    return ledger.add(
        Release, who=who, district=section.key, action=WITHDRAW, state=before.state, unlisted=False, note=note
    )


def done(ledger: CaseBook, who: str, what: Deed, subject: str, note: str = "") -> Step:
    """`subject`: `letter:ID`, or a company's key. Raises `WrongUse` for a refusal without a reason."""
    if what is Deed.REFUSED and not note:
        raise WrongUse(Words("不予受理须写明理由。", "A refusal needs its reason."))
    return ledger.add(Step, who=who, what=what, subject=subject, note=note)


def _issue(ledger: CaseBook, decided: Summary, section: Section, release: Release, who: str) -> None:
    settings = letter_settings(decided.policy.id)
    happened = ledger.happened()
    today = date.today()
    until = due(today, settings.working_days, decided.basis.policy.holidays if decided.basis else {}).isoformat()
    signed = replace(section, approval=Approval(who, release.at, release.unlisted))
    to_mend = mending(signed)
    shares = [("", "", to_mend.district)]
    shares += [(one.applicant, one.credit_code or "", share) for one, share in to_mend.companies]
    serial = 1 + sum(one.at[:4] == str(today.year) for one in happened.letters)
    run = happened.runs[-1].id if happened.runs else 0
    for applicant, code, share in shares:
        if not share.findings and not (applicant == "" and any(one.findings for _, one in to_mend.companies)):
            continue
        ledger.add(
            Letter,
            who=who,
            district=section.key,
            applicant=applicant,
            credit_code=code,
            number=settings.numbered(today.year, serial),
            due=until,
            file="整改通知" if not applicant else "补正通知",
            findings=" ".join(one.id for one in share.findings),
            run=run,
        )
        serial += 1


def waiting(happened: Happened) -> list[Letter]:
    """Letters that were issued and are not noted as sent; of each reader the last alone."""
    sent = {step.subject for step in happened.steps if step.what is Deed.SENT}
    last = {(one.district, one.applicant): one for one in happened.letters}
    return [one for one in last.values() if f"letter:{one.id}" not in sent]
