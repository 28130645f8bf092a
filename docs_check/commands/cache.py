"""`docs-check cache`: what is kept of earlier runs, and how to be rid of it."""

from __future__ import annotations

from docs_check import cache
from docs_check.cache import MEGABYTE, CachePlace
from docs_check.clean import path_text
from extractor.records import Words


def info(place: CachePlace) -> Words:
    found, name = cache.info(place), path_text(str(place.folder))
    size, most = f"{found.size / MEGABYTE:.1f}", place.most // MEGABYTE
    return Words(
        f"缓存：{name}\n共 {found.entries} 条，{size} MB，上限 {most} MB。",
        f"Cache: {name}\n{found.entries} entries, {size} MB; it may take {most} MB.",
    )


def clear(place: CachePlace) -> Words:
    """Raises `OSError` where it may not be removed."""
    found, name = cache.info(place), path_text(str(place.folder))
    cache.remove(place)
    size = f"{found.size / MEGABYTE:.1f}"
    return Words(f"已清空缓存“{name}”，腾出 {size} MB。", f"The cache in “{name}” was emptied; {size} MB became free.")
