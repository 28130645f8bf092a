"""Which entries of a receipt register are a company's: by its code, else by its name, and never by a guess that is not
said to be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from checks.certainty import first_doubt
from checks.facts.codes import is_valid, plain
from checks.facts.identity import Identity
from checks.facts.names import Likeness, compare_names, fold_name
from checks.pack.model import Policy
from checks.receipts import Receipt, Received, Register
from extractor.records import Words

# A company's name was read off paper, an entry was typed: one differing character may be a slip of either.
_TYPED = 0.9


class Receipts:
    """A register's entries, found without going through all of them for each company."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._by_code = defaultdict[str, list[int]](list)
        self._by_name = defaultdict[str, list[int]](list)
        for at, entry in enumerate(register):
            self._by_code[plain(entry.code or "")].append(at)
            self._by_name[fold_name(entry.company)].append(at)

    def received(self, company: Identity, others: Iterable[Identity], policy: Policy) -> Received:
        """`others`: the other companies that an entry without a code may be meant for."""
        rivals, own = tuple(others), self.certain(company)
        if own:
            return _first(own, self._rival_doubt(own, company, rivals), policy)
        likely = [
            entry
            for entry in self._register
            if is_likely(entry, company) and not any(_is_certain(entry, rival) for rival in rivals)
        ]
        return _first(likely, _name_doubt(likely[0]), policy) if likely else Received(None)

    def certain(self, company: Identity) -> list[Receipt]:
        """The entries that are this company's, in the register's order."""
        same_code = self._by_code.get(plain(company.code), ()) if company.code else ()
        places = sorted({*same_code, *self._by_name.get(fold_name(company.name), ())})
        return [self._register[at] for at in places if _is_certain(self._register[at], company)]

    def _rival_doubt(self, own: Sequence[Receipt], company: Identity, rivals: Sequence[Identity]) -> Words | None:
        """An entry by name alone may be meant for another company of the same or a like name that has none of its
        own."""
        by_name = [entry for entry in own if same_code(entry, company) is not True]
        if len(by_name) < len(own):
            return None
        for rival in rivals:
            if not any(is_likely(entry, rival) for entry in by_name):
                continue
            if all(entry in by_name for entry in self.certain(rival)):
                return Words(
                    f"登记簿上的“{by_name[0].company}”未写统一社会信用代码，另有名称相近的“{rival.name}”，不能确定是哪一家",
                    f"the register's “{by_name[0].company}” has no credit code, and “{rival.name}” is called alike",
                )
        return None


def _is_certain(entry: Receipt, company: Identity) -> bool:
    same = same_code(entry, company)
    return same is True or (same is None and fold_name(entry.company) == fold_name(company.name))


def is_likely(entry: Receipt, company: Identity) -> bool:
    """It may be this company's: for sure, or but for a slip in a name or a code."""
    same = same_code(entry, company)
    if same is not None:
        return same or fold_name(entry.company) == fold_name(company.name)  # one code is wrong, or it is another
    return bool(entry.company) and compare_names(entry.company, company.name, _TYPED) is not Likeness.OTHER


def same_code(entry: Receipt, company: Identity) -> bool | None:
    """None where either has no code that passes its check: then only the names can tell."""
    if not entry.code or not company.code:
        return None
    if plain(entry.code) == plain(company.code):
        return True
    return False if is_valid(entry.code) and is_valid(company.code) else None


def _first(entries: Sequence[Receipt], doubt: Words | None, policy: Policy) -> Received:
    """A company may hand in more later: what counts is when its application came, else its first papers."""
    form = policy.applicants.form
    with_form = [entry for entry in entries if form in entry.kinds] or entries
    days = [(entry.day, at) for at, entry in enumerate(with_form) if entry.day]
    if not days:
        return Received(with_form[0], doubt)
    entry = with_form[min(days)[1]]
    # An entry whose day cannot be read may be an earlier one.
    unread = any(one.day is None for one in with_form)
    return Received(entry, first_doubt(doubt, entry.doubt, _UNREAD_BESIDE if unread else None))


def received_from_office(entries: Sequence[Receipt], kind: str | None) -> Received:
    """When an office's paper of this kind came: the first entry that names the kind, else the first that does not say
    what came, which may have been another paper."""
    named = [entry for entry in entries if kind in entry.kinds and entry.day]
    maybe = [entry for entry in entries if not entry.kinds and entry.day]
    found = min(named or maybe, key=lambda entry: entry.day or date.max, default=None)
    if found is None:
        return Received(None)
    return Received(found, first_doubt(None if named else _WHICH_PAPER, found.doubt))


_WHICH_PAPER = Words("登记簿没有写明收到的是哪一份材料", "the register does not say which paper of the office came")
_UNREAD_BESIDE = Words(
    "登记簿中该单位另有日期无法识读的记录", "the register has another entry of this company whose date cannot be read"
)


def _name_doubt(entry: Receipt) -> Words:
    return Words(
        f"登记簿上写的是“{entry.company}”，与材料上的单位名称或代码不完全一致",
        f"the register says “{entry.company}”, which is not quite the name or code on the papers",
    )
