"""Radicals and compatibility forms that text layers give for the ideographs that are meant.

A font's glyph may serve several code points, and PDF writers often name the rarer one: 开⼾银⾏ for 开户银行. Kangxi
radicals and compatibility ideographs are as Unicode's NFKC has them, but for ⼾ that in Chinese type is 户; of the
radicals supplement, which NFKC leaves, those that are whole characters (Unicode's EquivalentUnifiedIdeograph.txt).
"""

from __future__ import annotations

import unicodedata
from types import MappingProxyType

_BLOCKS = (range(0x2F00, 0x2FD6), range(0xF900, 0xFAFF))
_SUPPLEMENT = (
    "⺟母⺠民⺁厂⺇几⺊卜⺒巳⺓幺⺜日⺝月⺩王⺬示⺻聿⺼肉⻁虎⻂衣⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻐钅⻑長⻓长⻔门⻘青⻙韦"
    "⻚页⻛风⻜飞⻝食⻟食⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)

IDEOGRAPHS = MappingProxyType(
    {code: unicodedata.normalize("NFKC", chr(code)) for block in _BLOCKS for code in block}
    | {ord(_SUPPLEMENT[i]): _SUPPLEMENT[i + 1] for i in range(0, len(_SUPPLEMENT), 2)}
    | {0x2F3E: "户"}
)
"""For `str.translate`."""
