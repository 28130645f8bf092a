"""The counter: receipts from the first paper dropped to the one that is given, each step on the disk before it is
answered. What was begun is gone on with after a restart; what was decided is carried out."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool

from checks.pack.model import Policy
from checks.receipts import Register
from docs_check.clean import path_text, shown
from docs_check.counter.examiner import Examined, Examiner, SetFile
from docs_check.counter.folders import aside_path, dropped_path, moved, names_for, place_of
from docs_check.exits import WrongUse
from docs_check.intake.archives import ArchiveLimits, unpack
from docs_check.intake.leftovers import scratch_folder
from docs_check.intake.walk import COUNTER, FoundFile, Walk, walk
from docs_check.reading.reader import Reader
from docs_check.register.store import (
    STORE,
    CounterReceipt,
    Filed,
    ReceiptGiven,
    ReceiptState,
    RegisterStore,
    receipts_in,
)
from docs_check.settings import Settings
from extractor.records import Words
from extractor.sources.package import holds_files

MOST_UPLOAD = 500_000_000  # bytes of a file: 300 pages in colour at 300 dpi
_AHEAD = timedelta(minutes=5)  # that a tablet's clock may be before this machine's
AT_HOME = 0  # the one set of a company that looks at its own folder
_MOST_NAMED = 5  # files that a refusal names
# Of an archive that somebody drops: one company's papers.
_LIMITS = ArchiveLimits(members=500, unpacked=4 * MOST_UPLOAD)
_EMPTY = Words("这个文件是空的，请重新选择。", "This file is empty; please choose another.")
_TOO_LARGE = Words(
    f"文件超过 {MOST_UPLOAD // 1_000_000} MB，请拆分或降低扫描分辨率。",
    f"The file is larger than {MOST_UPLOAD // 1_000_000} MB; split it, or scan at a lower resolution.",
)
_NO_COMPANY = Words("请填写单位名称。", "Please say which company it is.")
_NO_DISTRICT = Words("请选择区市。", "Please choose the district.")
_NO_FILE = Words("还没有材料，不能出具回执。", "There are no papers yet, and no receipt can be given.")
_AHEAD_OF_TIME = Words("收件时间不能晚于现在。", "The time of receipt cannot be later than now.")


class ReceivingDesk:
    """Receives into `folder`. Raises `WrongUse` where that cannot be."""

    def __init__(self, folder: Path, policy: Policy, readers: Sequence[Reader], settings: Settings) -> None:
        if not folder.is_dir():
            raise WrongUse(
                Words(
                    f"文件夹“{path_text(str(folder))}”不存在，请先建好存放本批材料的文件夹。",
                    f"There is no folder “{path_text(str(folder))}”; make the one for this batch's papers first.",
                )
            )
        self.folder = folder.resolve()
        self.policy = policy
        self.store = RegisterStore(self.folder / COUNTER / STORE)
        self.store.file.parent.mkdir(exist_ok=True)
        self.store.begin()
        self._filing = threading.Lock()
        self.examiner = Examiner(policy, readers, settings, self._register)
        for receipt in self.store.entries(ReceiptState.FILING):
            self._carry_out(receipt)
        for receipt in self.store.entries(ReceiptState.OPEN):
            self.examine(receipt)

    def close(self) -> None:
        self.examiner.close()

    def examine(self, receipt: CounterReceipt) -> Examined:
        """Its papers are read again where this sitting has not read them yet: mostly from the cache."""
        if not self.examiner.knows(receipt.id):
            received = datetime.fromisoformat(receipt.received or receipt.begun)
            for file in receipt.files:
                self._add(receipt.id, file, received, receipt.district or None)
        return self.examiner.state(receipt.id)

    def begin(self, who: str) -> CounterReceipt:
        receipt = self.store.entry(self.store.open_receipt(who))
        assert receipt is not None
        return receipt

    async def take(self, receipt: CounterReceipt, name: str, content: AsyncIterator[bytes]) -> tuple[Filed, ...]:
        """A paper, or those of an archive, on the disk when this returns. Raises `WrongUse`, `ReceiptTaken`."""
        original = _original(name)
        number = self.store.next_file(receipt.id)
        path = dropped_path(receipt.id, number, original)
        sha256, size = await _written(content, self.folder / path)
        refused = _EMPTY if not size else _TOO_LARGE if size > MOST_UPLOAD else None
        if refused:
            (self.folder / path).unlink()
            raise WrongUse(refused)
        if holds_files(self.folder / path):
            return await run_in_threadpool(self._unpacked, receipt, self.folder / path, original)
        return (self._kept(receipt, Filed(number, original, sha256, size, _stamp(), path, ())),)

    def _unpacked(self, receipt: CounterReceipt, archive: Path, original: str) -> tuple[Filed, ...]:
        """The papers in it, each as if it had been dropped by itself; the archive is not kept. What cannot be unpacked
        is named by a `WrongUse`, once the others are there."""
        try:
            with scratch_folder("docs-check-counter") as room:
                found = unpack(Walk(self.folder, (FoundFile(archive, original),), ()), room, _LIMITS)
                taken = [one for one in found.files if not one.problem and one.size]
                kept = tuple(self._member(receipt, one) for one in taken)
        finally:
            archive.unlink()
        left = [(one.name, one.problem.reason if one.problem else _EMPTY) for one in found.files if one not in taken]
        left += [(one.name, one.reason) for one in found.left_out if one.refused]
        if left:
            raise WrongUse(_not_unpacked(left, len(kept)))
        return kept

    def _member(self, receipt: CounterReceipt, one: FoundFile) -> Filed:
        original, number = _original(one.name), self.store.next_file(receipt.id)
        path = dropped_path(receipt.id, number, original)
        with one.path.open("rb") as content, _arriving(self.folder / path) as file:
            shutil.copyfileobj(content, file)
        return self._kept(receipt, Filed(number, original, _sha256(self.folder / path), one.size, _stamp(), path, ()))

    def _kept(self, receipt: CounterReceipt, file: Filed) -> Filed:
        self.store.add_file(receipt.id, file)
        self._add(receipt.id, file, datetime.fromisoformat(receipt.begun), None)
        return file

    def put_aside(self, receipt: CounterReceipt, number: int) -> None:
        """A paper that was dropped by mistake."""
        file = next((one for one in receipt.files if one.number == number), None)
        if file is None:
            return
        path = aside_path(file.path)
        self.store.remove_file(receipt.id, number, path)
        moved(self.folder, file.path, path, file.sha256)
        self.examiner.remove(receipt.id, number)

    def drop(self, receipt: CounterReceipt, who: str) -> None:
        """Nothing was received after all: the papers are put aside."""
        self.store.drop(receipt.id, who)
        for file in receipt.files:
            moved(self.folder, file.path, aside_path(file.path), file.sha256)
        self.examiner.forget(receipt.id)

    def give(self, receipt: CounterReceipt, who: str, said: dict[str, str]) -> CounterReceipt:
        """Files the papers and gives the receipt. Raises `WrongUse` for what cannot be, `ReceiptTaken`."""
        company, district = said.get("company", "").strip(), said.get("district", "")
        received = self._moment(said.get("received", ""), receipt)
        if not receipt.files:
            raise WrongUse(_NO_FILE)
        if not company:
            raise WrongUse(_NO_COMPANY)
        if self.policy.districts and district not in self.policy.districts:
            raise WrongUse(_NO_DISTRICT)
        with self._filing:
            kinds = self._kinds(receipt)
            place = place_of(district, company)
            named = [(file.number, file.original, self._kind_names(kinds[file.number])) for file in receipt.files]
            paths = names_for(self.folder, place, company, received.date(), named)
            self._must_be_there(receipt)
            given = ReceiptGiven(
                shown(company, 80),
                shown(said.get("code", "").strip().upper(), 40),
                district,
                received,
                who,
                shown(said.get("brought_by", "").strip(), 60),
                shown(said.get("note", "").strip(), 500),
                paths,
                kinds,
            )
            self.store.plan(receipt.id, given)
            planned = self.store.entry(receipt.id)
            assert planned is not None
            return self._carry_out(planned)

    def _must_be_there(self, receipt: CounterReceipt) -> None:
        """All papers must still be there: what was moved by hand cannot be received."""
        lost = [file.original for file in receipt.files if not (self.folder / file.path).is_file()]
        if lost:
            raise WrongUse(
                Words(
                    f"找不到已收的文件：{'、'.join(lost)}，请重新拖入。",
                    f"Papers that were dropped are gone: {', '.join(lost)}; please drop them again.",
                )
            )

    def _carry_out(self, receipt: CounterReceipt) -> CounterReceipt:
        """Once more where it was cut off."""
        paths = dict[int, Path]()
        for file in receipt.files:
            dropped = dropped_path(receipt.id, file.number, file.original)
            if (self.folder / dropped).is_file():
                where = moved(self.folder, dropped, file.path, file.sha256)
                if where != file.path:
                    self.store.lies(receipt.id, file.number, where)
                paths[file.number] = self.folder / where
            else:
                paths[file.number] = self.folder / file.path
        self.store.given(receipt.id)
        self.examiner.moved(receipt.id, paths)
        done = self.store.entry(receipt.id)
        assert done is not None
        return done

    def _moment(self, written: str, receipt: CounterReceipt) -> datetime:
        try:
            received = datetime.fromisoformat(written) if written else datetime.fromisoformat(receipt.begun)
        except ValueError:
            received = datetime.fromisoformat(receipt.begun)
        received = received.astimezone()
        if received > _now() + _AHEAD:
            raise WrongUse(_AHEAD_OF_TIME)
        return received

    def settle(self, receipt: CounterReceipt, district: str, written: str) -> None:
        """What the clerk has chosen so far: the rules follow at once."""
        known = district if district in self.policy.districts else None
        self.examiner.settle(receipt.id, known, self._moment(written, receipt))

    def _kinds(self, receipt: CounterReceipt) -> dict[int, tuple[str, ...]]:
        """What each file was read as; none where it is not read yet."""
        readings = self.examine(receipt).readings
        found = dict[int, tuple[str, ...]]()
        for file in receipt.files:
            reading = readings.get(file.number)
            found[file.number] = tuple(one.kind for one in reading.documents if one.kind) if reading else ()
        return found

    def _kind_names(self, kinds: Sequence[str]) -> list[str]:
        return [self.policy.kind_name(kind).zh for kind in kinds]

    def _add(self, receipt: int, file: Filed, received: datetime, district: str | None) -> None:
        one = SetFile(file.number, file.original, file.sha256, self.folder / file.path)
        self.examiner.add(receipt, one, received, district)

    def _register(self) -> Register:
        return receipts_in(self.store.file) or ()


class HomeDesk:
    """A company's own look at the papers in `folder`: nothing is received, moved or written."""

    def __init__(self, folder: Path, policy: Policy, readers: Sequence[Reader], settings: Settings) -> None:
        self.folder = folder.resolve()
        self.policy = policy
        self.examiner = Examiner(policy, readers, settings, tuple)
        self.look()

    def close(self) -> None:
        self.examiner.close()

    def look(self) -> None:
        """At the folder as it is now: what was put right in between is read anew."""
        self.examiner.forget(AT_HOME)
        for number, file in enumerate(walk(self.folder).files, 1):
            one = SetFile(number, file.name.rpartition("/")[2], _sha256(file.path), file.path)
            self.examiner.add(AT_HOME, one, None)


async def _written(content: AsyncIterator[bytes], path: Path) -> tuple[str, int]:
    """The content's hash and size."""
    digest, size = hashlib.sha256(), 0
    with _arriving(path) as file:
        async for piece in content:
            size += len(piece)
            if size > MOST_UPLOAD:
                break
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest(), size


@contextmanager
def _arriving(path: Path) -> Generator[BinaryIO]:
    """The file is complete under its name, or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.part")
    try:
        with partial.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _original(name: str) -> str:
    """As it is shown, without folders."""
    return shown(path_text(name.replace("\\", "/").rpartition("/")[2]).strip(), 120) or "x"


def _not_unpacked(left: Sequence[tuple[str, Words]], kept: int) -> Words:
    zh = "；".join(f"“{shown(name)}”{reason.zh.rstrip('。')}" for name, reason in left[:_MOST_NAMED])
    en = "; ".join(f"“{shown(name)}”: {reason.en.rstrip('.')}" for name, reason in left[:_MOST_NAMED])
    return Words(
        f"压缩包里有 {len(left)} 个文件没有收：{zh}。其余 {kept} 个已收。",
        f"{len(left)} files of the archive were not taken: {en}. The other {kept} were.",
    )


def _sha256(path: Path) -> str:
    from extractor.content import sha256_of

    return sha256_of(path)


def _now() -> datetime:
    return datetime.now().astimezone()


def _stamp() -> str:
    return _now().isoformat(timespec="seconds")
