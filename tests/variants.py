"""Makes variants of a batch that must be judged like the batch itself: pages turned, re-saved as TIFF, zipped, names
that mean nothing. `python tests/variants.py BATCH OUT [VARIANT…]`; prints where each lies, with a map from new to old
names, by which a list of what must be found can be translated."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageOps

PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp")
DPI = 200  # what the scans have; a finer rendering only makes the files larger
QUALITY = 90  # of a JPEG that is saved once more
NAMES = "names.json"

Variant = Callable[[Path, Path], dict[str, str]]


def turned(degrees: int) -> Variant:
    """Each page turned clockwise, by /Rotate as scanners' programs do it, pictures by their pixels."""

    def make(batch: Path, out: Path) -> dict[str, str]:
        for file, target in _files(batch, out):
            if file.suffix.lower() == ".pdf":
                _turn_pdf(file, target, degrees)
            elif file.suffix.lower() in PICTURES:
                with Image.open(file) as image:
                    upright = ImageOps.exif_transpose(image)
                    upright.rotate(-degrees, expand=True).save(
                        target, quality=QUALITY, dpi=image.info.get("dpi", (0, 0))
                    )
            else:
                shutil.copy(file, target)
        return {}

    return make


def as_tiff(batch: Path, out: Path) -> dict[str, str]:
    """PDFs and pictures as TIFFs of as many pages; what is neither is copied."""
    names = dict[str, str]()
    for file, target in _files(batch, out):
        if file.suffix.lower() not in (".pdf", *PICTURES):
            shutil.copy(file, target)
            continue
        fresh = target.with_name(f"{target.name}.tif")
        first, *more = _pages(file)
        first.save(fresh, save_all=True, append_images=more, compression="jpeg", quality=QUALITY, dpi=(DPI, DPI))
        names[fresh.relative_to(out).as_posix()] = file.relative_to(batch).as_posix()
    return names


def zipped(batch: Path, out: Path) -> dict[str, str]:
    """Each folder at the top as one archive."""
    names, folders = dict[str, str](), sorted(path for path in batch.iterdir() if path.is_dir())
    out.mkdir(parents=True)
    for folder in folders:
        with zipfile.ZipFile(out / f"{folder.name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                inner = file.relative_to(folder).as_posix()
                archive.write(file, inner)
                names[f"{folder.name}.zip/{inner}"] = file.relative_to(batch).as_posix()
    for file in sorted(path for path in batch.iterdir() if path.is_file()):
        shutil.copy(file, out / file.name)
    return names


def nameless(batch: Path, out: Path) -> dict[str, str]:
    """Files and companies' folders bear numbers; the districts' folders keep their names."""
    names = dict[str, str]()
    for file in _every(batch):
        inner = file.relative_to(batch)
        stem = sha256(inner.as_posix().encode()).hexdigest()[:10]
        folder = out.joinpath(*inner.parts[: min(1, len(inner.parts) - 1)])
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, folder / f"{stem}{file.suffix}")
        names[(folder / f"{stem}{file.suffix}").relative_to(out).as_posix()] = inner.as_posix()
    return names


VARIANTS: dict[str, Variant] = {
    "turned90": turned(90),
    "turned180": turned(180),
    "turned270": turned(270),
    "tiff": as_tiff,
    "zipped": zipped,
    "nameless": nameless,
}


def _every(batch: Path) -> list[Path]:
    return sorted(path for path in batch.rglob("*") if path.is_file())


def _files(batch: Path, out: Path) -> Iterator[tuple[Path, Path]]:
    for file in _every(batch):
        target = out / file.relative_to(batch)
        target.parent.mkdir(parents=True, exist_ok=True)
        yield file, target


def _turn_pdf(file: Path, target: Path, degrees: int) -> None:
    document = pdfium.PdfDocument(file)
    for number in range(len(document)):
        page = document[number]
        page.set_rotation((page.get_rotation() + degrees) % 360)
    document.save(target)
    document.close()


def _pages(file: Path) -> list[Image.Image]:
    if file.suffix.lower() != ".pdf":
        with Image.open(file) as image:
            return [ImageOps.exif_transpose(image).convert("RGB")]
    document = pdfium.PdfDocument(file)
    pages = [document[number].render(scale=DPI / 72).to_pil().convert("RGB") for number in range(len(document))]
    document.close()
    return pages


def main() -> None:
    batch, out, *chosen = sys.argv[1:]
    for name in chosen or VARIANTS:
        folder = Path(out) / name
        names = VARIANTS[name](Path(batch), folder)
        (Path(out) / f"{name}-{NAMES}").write_text(json.dumps(names, ensure_ascii=False, indent=1), encoding="utf-8")
        sys.stdout.write(f"{name}: {folder}\n")


if __name__ == "__main__":
    main()
