"""A JBIG2 encoder (ITU-T T.88) for the tests: one generic region, by arithmetic coding as scanners write it, or by MMR.
Pdfium, which decodes it, shares no line with it."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

# T.88 table E.1: Qe, next state after MPS, after LPS, and whether the sense of MPS turns over.
_STATES = [
    (0x5601, 1, 1, 1), (0x3401, 2, 6, 0), (0x1801, 3, 9, 0), (0x0AC1, 4, 12, 0), (0x0521, 5, 29, 0),
    (0x0221, 38, 33, 0), (0x5601, 7, 6, 1), (0x5401, 8, 14, 0), (0x4801, 9, 14, 0), (0x3801, 10, 14, 0),
    (0x3001, 11, 17, 0), (0x2401, 12, 18, 0), (0x1C01, 13, 20, 0), (0x1601, 29, 21, 0), (0x5601, 15, 14, 1),
    (0x5401, 16, 14, 0), (0x5101, 17, 15, 0), (0x4801, 18, 16, 0), (0x3801, 19, 17, 0), (0x3401, 20, 18, 0),
    (0x3001, 21, 19, 0), (0x2801, 22, 19, 0), (0x2401, 23, 20, 0), (0x2201, 24, 21, 0), (0x1C01, 25, 22, 0),
    (0x1801, 26, 23, 0), (0x1601, 27, 24, 0), (0x1401, 28, 25, 0), (0x1201, 29, 26, 0), (0x1101, 30, 27, 0),
    (0x0AC1, 31, 28, 0), (0x09C1, 32, 29, 0), (0x08A1, 33, 30, 0), (0x0521, 34, 31, 0), (0x0441, 35, 32, 0),
    (0x02A1, 36, 33, 0), (0x0221, 37, 34, 0), (0x0141, 38, 35, 0), (0x0111, 39, 36, 0), (0x0085, 40, 37, 0),
    (0x0049, 41, 38, 0), (0x0025, 42, 39, 0), (0x0015, 43, 40, 0), (0x0009, 44, 41, 0), (0x0005, 45, 42, 0),
    (0x0001, 45, 43, 0), (0x5601, 46, 46, 0),
]  # fmt: skip
# Template 0 (figure 3) with its adaptive pixels where they usually stand, from the lowest bit of the context up.
_TEMPLATE = [(-1, 0), (-2, 0), (-3, 0), (-4, 0), (3, -1), (2, -1), (1, -1), (0, -1)]
_TEMPLATE += [(-1, -1), (-2, -1), (-3, -1), (2, -2), (1, -2), (0, -2), (-1, -2), (-2, -2)]
_ADAPTIVE = struct.pack(">8b", 3, -1, -3, -1, 2, -2, -2, -2)


class _Encoder:
    """Annex E.2."""

    def __init__(self) -> None:
        self._a, self._c, self._ct = 0x8000, 0, 12
        self._out = bytearray([0])  # the first byte is none of the data
        self._index, self._mps = bytearray(1 << 16), bytearray(1 << 16)

    def bit(self, context: int, bit: int) -> None:
        qe, after_mps, after_lps, turns = _STATES[self._index[context]]
        self._a -= qe
        if bit == self._mps[context]:
            if self._a & 0x8000:
                self._c += qe
                return
            if self._a < qe:
                self._a = qe
            else:
                self._c += qe
            self._index[context] = after_mps
        else:
            if self._a < qe:
                self._c += qe
            else:
                self._a = qe
            self._mps[context] ^= turns
            self._index[context] = after_lps
        self._renormalise()

    def _renormalise(self) -> None:
        while True:
            self._a <<= 1
            self._c <<= 1
            self._ct -= 1
            if not self._ct:
                self._byte()
            if self._a & 0x8000:
                return

    def _byte(self) -> None:
        if self._out[-1] != 0xFF and self._c >= 0x8000000:
            self._out[-1] += 1
            self._c &= 0x7FFFFFF
        if self._out[-1] == 0xFF:
            self._out.append(self._c >> 20 & 0xFF)
            self._c &= 0xFFFFF
            self._ct = 7
        else:
            self._out.append(self._c >> 19 & 0xFF)
            self._c &= 0x7FFFF
            self._ct = 8

    def end(self) -> bytes:
        most = self._c + self._a
        self._c |= 0xFFFF
        if self._c >= most:
            self._c -= 0x8000
        for _ in range(2):
            self._c <<= self._ct
            self._byte()
        return bytes(self._out[1:]).rstrip(b"\xff") + b"\xff\xac"


def _arithmetic(black: np.ndarray[Any, Any]) -> bytes:
    height, width = black.shape
    padded = np.zeros((height + 2, width + 8), int)
    padded[2:, 4:-4] = black
    contexts = np.zeros((height, width), int)
    for place, (x, y) in enumerate(_TEMPLATE):
        contexts |= padded[2 + y : 2 + y + height, 4 + x : 4 + x + width] << place
    encoder = _Encoder()
    for context, bit in zip(contexts.ravel().tolist(), black.ravel().astype(int).tolist(), strict=True):
        encoder.bit(context, bit)
    return encoder.end()


def encoded(black: np.ndarray[Any, Any], mmr: bytes | None = None) -> bytes:
    """As a PDF embeds it: the segments of one page, without a file header. `mmr`: the picture by T.6, else by
    arithmetic coding."""
    height, width = black.shape
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", width, height, 0, 0, 0)
    region += b"\x01" + mmr if mmr is not None else b"\x00" + _ADAPTIVE + _arithmetic(black)
    return _segment(0, 48, page) + _segment(1, 39, region) + _segment(2, 49, b"")


def _segment(number: int, kind: int, data: bytes) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data
