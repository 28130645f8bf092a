"""Which district a folder or a paper is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from checks.pack.model import Policy
from extractor.language.matching import fits, fold
from extractor.records import Document

# What may stand around a district's name in a folder's: 01平度市, 平度市材料, 3.平度市（报送）.
_AROUND = re.compile(
    r"^[\d\s.、_\-()（）第]*|(?:ZIP|申报|报送|材料|资料|文件|扫描件?|企业|上报|汇总|[\d\s._\-()（）])*$"
)


class DistrictNames:
    """A policy's districts by all their names."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._by_name = {
            fold(name): district for district, others in policy.districts.items() for name in (district, *others)
        }
        # The longest first: 西海岸新区 before 新区 would be.
        self._names = sorted(self._by_name, key=len, reverse=True)
        self.of_folder = lru_cache(maxsize=4096)(self._of_folder)

    def of_path(self, file: str) -> str | None:
        """The district that one of the folders of `file` names; the outermost counts."""
        for part in file.split("/")[:-1]:
            found = self.of_folder(part)
            if found:
                return found
        return None

    def _of_folder(self, part: str) -> str | None:
        bare = _AROUND.sub("", fold(part))
        return self._by_name.get(fold(part)) or self._by_name.get(bare)

    def named(self, text: str) -> str | None:
        """The district that is exactly so called."""
        return self._by_name.get(fold(text))

    def within(self, text: str) -> str | None:
        """The one district whose name stands in `text`, such as an address."""
        folded = fold(text)
        found = {self._by_name[name] for name in self._names if name in folded}
        return found.pop() if len(found) == 1 else None

    def of_documents(self, documents: Iterable[Document]) -> str | None:
        """What the papers say: the form's district field, the authorities that issued or sealed them, the address."""
        field, address = self._policy.applicants.district, self._policy.applicants.address
        documents = tuple(documents)
        said = Counter[str]()
        for document in documents:
            written = document.get(field) if field else None
            if written and written.value and (district := self.named(written.value) or self.within(written.value)):
                said[district] += 3
            said.update(self._authorities(document))
            place = document.get(address) if address else None
            if place and place.value and (district := self.within(place.value)):
                said[district] += 1
        best = said.most_common(2)
        if not best or (len(best) == 2 and best[0][1] == best[1][1]):
            return None
        return best[0][0]

    def _authorities(self, document: Document) -> Iterable[str]:
        written = [*(seal.owner for seal in document.seals if seal.owner), *document.names]
        written += [seen.label for seen in document.slots]
        for name in dict.fromkeys(written):
            district = self._of_authority(name)
            if district:
                yield district

    def _of_authority(self, name: str) -> str | None:
        for party in self._policy.parties.values():
            for district, offices in (party.districts or {}).items():
                if any(fits(name, office) for office in offices):
                    return district
        return None
