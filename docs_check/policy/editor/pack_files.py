"""The files of a pack while it is edited: nothing is written that would not load, and comments stay."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from checks.pack.load import FILES, load_pack
from checks.pack.model import Policy
from checks.pack.yaml_file import PackError, PackFault
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from extractor.records import Words

Edit = Callable[[CommentedMap], None]  # of the part of a pack that is handed to it
_NEVER_FOLDED = 10_000  # characters of a line: a field stays on its own


class PackFiles:
    """Two windows may be open on one pack, and another editor beside them: `stamp` says which state was looked at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = RLock()
        self._before = list[Mapping[str, str]]()
        self.texts()  # what cannot be opened is said before a page is shown

    def texts(self) -> Mapping[str, str]:
        """By file name. Raises `WrongUse` where one cannot be read."""
        try:
            return {name: (self.folder / name).read_text("utf-8") for name in FILES}
        except (OSError, UnicodeDecodeError) as error:
            where = path_text(str(self.folder))
            raise WrongUse(
                Words(
                    f"“{where}”不是完整的政策包：要有 {'、'.join(FILES)}，都用 UTF-8 编码。"
                    "还没有政策包时，先用 docs-check policy new 起草。",
                    f"“{where}” is no whole pack: it needs {', '.join(FILES)}, all in UTF-8. "
                    "Where there is none yet, draft one with docs-check policy new.",
                )
            ) from error

    @property
    def stamp(self) -> str:
        return hashlib.sha256("\0".join(self.texts().values()).encode()).hexdigest()[:16]

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    def policy(self) -> tuple[Policy | None, Sequence[PackFault]]:
        """As it stands on disk: the policy, or what is wrong with it."""
        return _loaded(self.folder)

    def save(self, stamp: str, changed: Mapping[str, str]) -> Sequence[PackFault]:
        """Writes the files in `changed` where the pack then loads; otherwise says what is wrong and writes nothing.
        Raises `WrongUse` where the files are no longer those of `stamp`."""
        with self._lock:
            before = self.texts()
            if stamp != self.stamp:
                raise WrongUse(
                    Words(
                        "政策包的文件已被改过（另一个窗口或编辑器）。请刷新页面后再改，您刚才的修改没有写入。",
                        "The pack's files were changed meanwhile, in another window or editor. Reload the page and "
                        "change again: nothing of yours was written.",
                    )
                )
            after = {name: changed.get(name, text) for name, text in before.items()}
            with TemporaryDirectory() as room:
                _write(Path(room), after)
                _, faults = _loaded(Path(room))
            if not faults and after != before:
                _write(self.folder, {name: text for name, text in after.items() if text != before[name]})
                self._before.append(before)
            return [replace(fault, file=self.folder / fault.file.name) for fault in faults]

    def change(self, stamp: str, edits: Mapping[str, Edit]) -> Sequence[PackFault]:
        """Each edit is of the top-level part of its name: `kinds`, `parties`. As `save`."""
        texts, left = dict(self.texts()), dict(edits)
        for name in FILES:
            yaml = _yaml()
            try:
                root = yaml.load(texts[name])
            except YAMLError:
                continue  # `save` says what is wrong with it
            mine = [part for part in left if isinstance(root, CommentedMap) and part in root]
            for part in mine:
                left.pop(part)(root[part])
            if mine:
                stream = io.StringIO()
                yaml.dump(root, stream)
                texts[name] = stream.getvalue()
        return self.save(stamp, texts)

    def undo(self, stamp: str) -> Sequence[PackFault]:
        """Takes the last change back. As `save`."""
        with self._lock:
            kept = len(self._before) - 1
            faults = self.save(stamp, self._before[-1]) if self._before else ()
            if not faults:
                del self._before[max(0, kept) :]  # the state gone back to, and the one that going back has added
            return faults


def _loaded(folder: Path) -> tuple[Policy | None, Sequence[PackFault]]:
    try:
        return load_pack(folder), ()
    except PackError as error:
        return None, error.faults


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """Each file is the old one or the new one, whatever happens meanwhile."""
    for name, text in texts.items():
        fresh = folder / f".{name}.new"
        fresh.write_text(text, encoding="utf-8", newline="")
        fresh.replace(folder / name)


def _yaml() -> YAML:
    """As packs are written: two blanks a level, lists set in under their key."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _NEVER_FOLDED
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
