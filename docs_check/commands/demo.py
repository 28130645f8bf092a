"""`docs-check demo`: a small made-up batch, carried along, laid out for whoever wants to see what a check gives."""

from __future__ import annotations

import shutil
from pathlib import Path

import docs_check
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from extractor.records import Words

PAPERS, REPORT = "papers", "report"
_PACKAGE = Path(docs_check.__file__).parent
# In an installed package, and in a checkout: there the whole batch lies, of which one district is carried along.
_PLACES = (_PACKAGE / "sample", _PACKAGE.parent / "samples" / "batch")
_DISTRICT = "平度市"


def laid_out(folder: Path) -> tuple[Path, Path]:
    """Copies the sample into `folder`; gives the papers' folder and the report's. Raises `WrongUse`."""
    name = path_text(str(folder))
    sample = next((place / _DISTRICT for place in _PLACES if (place / _DISTRICT).is_dir()), None)
    if sample is None:
        raise WrongUse(
            Words(
                "安装中没有样例材料，请重新安装。",
                "The sample is missing from this installation; please install it again.",
            )
        )
    papers = folder / PAPERS
    try:
        shutil.copytree(sample, papers / _DISTRICT, dirs_exist_ok=True)
    except OSError as error:
        raise WrongUse(
            Words(
                f"样例无法写到“{name}”（{error.strerror}）；请指定一个有写权限的文件夹。",
                f"The sample cannot be laid out in “{name}” ({error.strerror}); please name a folder to write to.",
            )
        ) from error
    return papers, folder / REPORT
