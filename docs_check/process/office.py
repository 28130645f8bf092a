"""What an office keeps of one batch, and what of it every report must follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from docs_check.process.casebook import CaseBook, Happened, Release
from docs_check.report.decided.decisions import Decided
from docs_check.report.decided.verdicts import FILE as VERDICTS
from docs_check.report.decided.verdicts import ReviewVerdict, Verdicts
from docs_check.report.exceptions import read_exceptions
from docs_check.report.office import room_of, taken_over
from docs_check.report.summary import Approval, LetterFacts

APPROVE = "approve"
WITHDRAW = "withdraw"


class Office:
    """The verdicts and the ledger of the batch in `folder`, on which a report lies in `out`. `room`: where they are
    kept, by default beside the papers."""

    def __init__(self, folder: Path, out: Path, room: Path | None = None) -> None:
        self.folder = folder
        self.room = room or room_of(folder, out)
        taken_over(self.room, out, VERDICTS)
        self.verdicts = Verdicts(self.room)
        self.ledger = CaseBook(self.room)

    def begin(self) -> None:
        self.verdicts.begin()
        self.ledger.begin()

    def decided(self) -> Decided:
        """Raises `WrongUse` where something of it cannot be read."""
        verdicts = self.verdicts.all()
        return Decided(
            verdicts,
            read_exceptions(self.folder),
            date.today(),
            self.ledger.first_seen(),
            released(self.ledger.happened(), verdicts),
        )


def released(happened: Happened, verdicts: Sequence[ReviewVerdict]) -> Mapping[str, tuple[str, Approval]]:
    """By the section's key, what was approved last. A second look that disagrees afterwards ends an approval."""
    found = dict[str, tuple[str, Approval]]()
    of = {verdict.id: verdict.district for verdict in verdicts}
    against = [(of.get(look.verdict), look.at) for look in happened.seconds if not look.agrees]
    for release in standing(happened).values():
        district = release.district.partition(":")[2]
        if any(where == district and at > release.at for where, at in against):
            continue
        letters = {
            one.applicant: LetterFacts(one.number, one.at, one.due)
            for one in happened.letters
            if one.district == release.district and one.at >= release.at
        }
        found[release.district] = release.state, Approval(release.who, release.at, release.unlisted, letters)
    return found


def standing(happened: Happened) -> dict[str, Release]:
    """The approvals that were not withdrawn, by the section's key."""
    last = {one.district: one for one in happened.approvals}
    return {key: one for key, one in last.items() if one.action == APPROVE}
