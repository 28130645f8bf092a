"""Near-identical fingerprints among many, without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

# Keys of some bits each, taken from all over the fingerprint: two that differ in 3% of their bits share one of 24 keys
# of 20 bits with a probability of 1 - (1 - 0.97**20)**24 > 0.9999; unrelated ones, differing in 30% or more, in 2%.
_KEYS, _BITS = 24, 20


def near_pairs(fingerprints: Sequence[str], most: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of positions whose hexadecimal fingerprints of equal length differ in at most the share `most` of bits."""
    numbers = [int(one, 16) if one else None for one in fingerprints]
    buckets = defaultdict[tuple[int, int, int], list[int]](list)
    for position, value in enumerate(numbers):
        if value is not None:
            width = len(fingerprints[position]) * 4
            for key in range(_KEYS):
                buckets[width, key, _key(value, key, width)].append(position)
    seen = set[tuple[int, int]]()
    for (width, _, _), members in buckets.items():
        for at, left in enumerate(members):
            for right in members[at + 1 :]:
                if (left, right) in seen:
                    continue
                seen.add((left, right))
                apart = _apart(numbers[left], numbers[right]) / width
                if apart <= most:
                    yield left, right, apart


def _key(value: int, key: int, width: int) -> int:
    picked = 0
    for bit in range(_BITS):
        # A stride prime to any power of two visits bits all over the fingerprint.
        picked = picked << 1 | value >> ((key * _BITS + bit) * 397 + 31 * key) % width & 1
    return picked


def _apart(left: int | None, right: int | None) -> int:
    return ((left or 0) ^ (right or 0)).bit_count()
