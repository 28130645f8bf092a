"""Each paper to its policy: applications by their titles, offices' papers by what they name, proofs with the
application of their company. What that does not decide is nobody's: a paper is never judged by a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checks.facts.codes import passes_check, plain
from checks.facts.identity import Identity, matches
from checks.facts.names import fold_name
from docs_check.several.seen import Role, Seen
from extractor.records import Words

MENTIONED = 6  # letters in a row: shorter runs (项目申请表, 补助资金) stand on papers of every policy
LEAD = 3  # letters by which one policy's words must be longer than the next one's: 2022年 against 2023年 is 1
MOST_COMPARED = 500  # applicants of one folder with whom a name that OCR may have misread is compared

Key = tuple[str, int]  # a paper: its file, and the page on which it begins


@dataclass(frozen=True, slots=True)
class Placed:
    """A paper, and the policies that judge it: none, or several where one company applied for several. `kind` is what
    it is to the first of them, or to the pack that knows it."""

    file: str
    pages: tuple[int, ...]
    kind: Words
    title: str
    policies: tuple[str, ...]
    why: Words
    known: bool = True  # of a kind of some pack


class Anchors:
    """The applications of a batch, by who applied and by where they lie."""

    def __init__(self) -> None:
        self._of_key = defaultdict[str, set[str]](set)
        self._in_place = defaultdict[str, dict[str, list[Identity | None]]](dict)
        self.policies = set[str]()

    def add(self, seen: Seen) -> None:
        self.policies.add(seen.policy)
        for key in _keys(seen.who):
            self._of_key[key].add(seen.policy)
        for place in _places(seen.file):
            self._in_place[place].setdefault(seen.policy, []).append(seen.who)

    def of_one(self, file: str) -> frozenset[str]:
        """The policies of the file's own applications, or of its folder's, where all of these are one applicant's."""
        for place in list(_places(file))[:2]:
            found = self._in_place.get(place, {})
            who = [one for some in found.values() for one in some]
            if who and all(_same(who[0], one) for one in who[1:]):
                return frozenset(found)
        return frozenset()

    def of(self, who: Identity | None, file: str) -> frozenset[str]:
        """The policies for which this company applied; a name that is nearly the same counts near by."""
        found = frozenset(policy for key in _keys(who) for policy in self._of_key.get(key, ()))
        if found or who is None:
            return found
        for place in _places(file):
            near = self._in_place.get(place, {})
            if sum(map(len, near.values())) > MOST_COMPARED:
                break
            found = frozenset(policy for policy, some in near.items() if any(_same(who, one) for one in some))
            if found:
                break
        return found

    def of_name(self, name: str) -> frozenset[str]:
        """As `fold_name` gives it."""
        return frozenset(self._of_key.get(name, ()))

    def near(self, file: str) -> frozenset[str]:
        """The policies of the applications in the nearest folder around the file that has any."""
        return next(
            (frozenset(self._in_place[place]) for place in _places(file) if place in self._in_place), frozenset()
        )


def _keys(who: Identity | None) -> Iterator[str]:
    """By what an applicant is found again: a code that passes its check, else the name."""
    if who is None:
        return
    if who.code and passes_check(plain(who.code)):
        yield plain(who.code)
    yield fold_name(who.name)


def _same(one: Identity | None, other: Identity | None) -> bool:
    return one is not None and other is not None and matches(one, other)


def _places(file: str) -> Iterator[str]:
    """The file, then the folders around it, each with a slash at its end; the checked folder itself is `""`."""
    yield file
    while "/" in file.rstrip("/"):
        file = file.rstrip("/").rpartition("/")[0] + "/"
        yield file
    yield ""


def placed(seen: Iterable[Seen]) -> tuple[tuple[Placed, ...], Anchors]:
    """Every paper of a batch, seen by each of its packs."""
    papers = defaultdict[Key, list[Seen]](list)
    for one in seen:
        papers[one.file, one.pages[0]].append(one)
    anchors, first = Anchors(), dict[Key, Placed]()
    for key, claims in papers.items():
        form = _application(claims)
        if form:
            first[key] = form
            for claim in claims:
                if claim.policy in form.policies:
                    anchors.add(claim)
    order = sorted(papers)
    return tuple(first.get(key) or _follower(papers[key], anchors) for key in order), anchors


def _application(claims: Sequence[Seen]) -> Placed | None:
    """Of an application: by the title that fits best; where several fit alike, by the policy's own words, else by its
    dates."""
    titled = [one for one in claims if one.title.letters]
    best = [one for one in titled if one.title.rank == max(other.title.rank for other in titled)]
    forms = [one for one in best if one.role is Role.FORM]
    if not forms:
        return None
    settled = forms if len(forms) == 1 else _by_words(forms) or _by_dates(forms)
    if len(settled) == 1:
        why = Words(f"题名“{forms[0].written}”", f"its title “{forms[0].written}”")
        return _place(settled, (settled[0].policy,), why)
    names = [one.policy for one in forms]
    return _place(forms, (), Words(f"{'、'.join(names)}的申请表都叫这个名字", f"a form of {', '.join(names)} alike"))


def _by_words(claims: Sequence[Seen]) -> list[Seen]:
    ranked = sorted(claims, key=lambda one: -one.mention)
    first, rest = ranked[0], ranked[1:]
    clear = first.mention >= MENTIONED and all(first.mention - one.mention >= LEAD for one in rest)
    return [first] if clear else []


def _by_dates(claims: Sequence[Seen]) -> list[Seen]:
    return [one for one in claims if one.in_window]


def _follower(claims: Sequence[Seen], anchors: Anchors) -> Placed:
    known = [one for one in claims if one.role is not Role.UNKNOWN]
    if not known:
        return _unknown(claims, anchors)
    offices = [one for one in known if one.role is Role.OFFICE]
    if offices and len(offices) == len(known):
        return _of_office(offices, claims, anchors)
    file = claims[0].file
    together = anchors.of_one(file)
    if together:
        return _place(known, together, Words("与申请表同在一处", "it lies with the application"))
    who = next((one.who for one in known if one.who), None)
    applied = anchors.of(who, file)
    if applied and who:
        return _place(known, applied, Words(f"{who.name}申报的政策", f"what {who.name} applied for"))
    if who is None and len(known) == 1 and known[0].policy in anchors.near(file):
        why = Words("几项政策中只有这一项收这种材料", "no other of the policies asks for such papers")
        return _place(known, (known[0].policy,), why)
    return _by_folder(known, anchors)


def _of_office(offices: Sequence[Seen], claims: Sequence[Seen], anchors: Anchors) -> Placed:
    """A district's or another party's paper: by the policy that it names, by a title that only one pack spells out, by
    the companies that it names, by its folder."""
    named = _by_words(claims)  # also of a policy whose pack does not know such a paper
    if named:
        return _place(named, (named[0].policy,), Words("写明了政策名称", "it names the policy"))
    whole = [one for one in offices if one.title.sure and one.title.whole]
    if len(whole) == 1 and whole[0].title.letters > MENTIONED:
        return _place(whole, (whole[0].policy,), Words(f"题名“{whole[0].written}”", f"its title “{whole[0].written}”"))
    names = {name for one in offices for name in one.names}
    companies = [one for one in offices if any(one.policy in anchors.of_name(name) for name in names)]
    if len(companies) == 1:
        why = Words("其中列的是该政策的申报企业", "it names companies that applied for it")
        return _place(companies, (companies[0].policy,), why)
    return _by_folder(offices, anchors)


def _by_folder(known: Sequence[Seen], anchors: Anchors) -> Placed:
    near = anchors.near(known[0].file)
    if len(near) == 1:
        return _place(known, near, Words("同一文件夹的申请都属于该政策", "all applications in its folder are for it"))
    if near:
        why = Words("同一文件夹有几项政策的申请，看不出属于哪一项", "its folder has applications for several policies")
    else:
        why = Words("没有找到它所属的申请表", "no application that it goes with was found")
    return _place(known, (), why)


def _unknown(claims: Sequence[Seen], anchors: Anchors) -> Placed:
    """Of no kind of any pack: listed with the applications that it lies with."""
    near = anchors.of_one(claims[0].file) or anchors.near(claims[0].file)
    why = Words("不属于任何政策的材料种类", "it is of no kind of any of the policies")
    if near:
        why = Words(f"{why.zh}，列在同一处的申请之后", f"{why.en}; listed with the applications beside it")
    return _place(claims, near, why)


def _place(claims: Sequence[Seen], policies: Iterable[str], why: Words) -> Placed:
    chosen = tuple(sorted(policies))
    first = next((one for one in claims if one.policy in chosen), claims[0])
    return Placed(first.file, first.pages, first.kind, first.written, chosen, why, first.role is not Role.UNKNOWN)


def judged_by(papers: Iterable[Placed]) -> Mapping[str, frozenset[Key]]:
    """By policy, the papers that are its own to judge."""
    found = defaultdict[str, set[Key]](set)
    for one in papers:
        for policy in one.policies:
            found[policy].add((one.file, one.pages[0]))
    return {policy: frozenset(keys) for policy, keys in found.items()}
