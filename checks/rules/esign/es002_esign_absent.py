"""电子材料上只有印章图像，没有电子签名。

判断：政策规定以电子原件提交的材料（`original: electronic`，且标题写明是电子的），由程序生成，页面上有印章图像，
而文件里没有任何电子签名。每份材料一条。
为什么：没有签名的印章图像谁都能贴上去，不能证明材料是盖章单位出具的。
存疑：政策也收打印件的材料（只由标题看出是电子的）；文件里另有电子签名，但不在该印章处；印章未能可靠识读。
不判断：扫描件和照片（是打印件，本来就带不了签名）；与其他材料合并成一个文件的（合并会丢失签名）；不带印章图像的电子材料；有意不签名的票种，由政策包决定是否列为电子原件。
---
A paper that claims to be electronic shows the picture of a seal and bears no electronic signature.

What: a paper that the policy wants as an electronic original (`original: electronic`, or by a title that says so), made
by a program, with the picture of a seal, in a file without any electronic signature. One outcome for each paper.
Why: anybody can paste the picture of a seal; without a signature it does not show who issued the paper.
Unsure: kinds that may come as a print too, and are electronic by their title only; the file is signed, but not where
the seal stands; or the seal could not be read.
Not judged: scans and photos, which are prints and cannot carry a signature; papers merged with others into one file,
which takes signatures away; electronic papers that show no seal; kinds that are not signed by design: the pack says
which must be electronic.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import BARELY
from checks.facts.papers import spec_of
from checks.facts.sealing import ELECTRONIC, is_electronic, is_name_seal, seal_words
from checks.outcomes import Case, Particulars, Rule, of_seal, paper_id
from checks.pack.model import Policy
from checks.records import FileCase, Outcome, Scope, Severity
from extractor.records import Document, Seal, Words

RULE = Rule(
    "ES002",
    "esign-absent",
    Severity.WARNING,
    Scope.FILE,
    Words("印章图像没有电子签名", "seal without signature"),
    Words("印章有电子签名", "seal with its signature"),
)

_SIGNED_ELSEWHERE = Words("文件另有电子签名，但不在该印章处", "the file is signed, though not where the seal stands")
_UNREAD = Words("印章未能可靠识读", "the seal could not be read for certain")
_MAY_BE_PRINTED = Words(
    "打印成 PDF 会丢失签名，而这类材料也可交打印件", "printing to PDF takes it away, and prints may be handed in"
)
_MERGED = Words(
    "与其他材料合并的文件，带不了原来的电子签名", "a file merged of several papers cannot carry their signatures"
)
_SCAN = Words("扫描件或照片，带不了电子签名", "a scan or photo cannot carry a signature")


def check(record: FileCase, policy: Policy) -> Iterator[Outcome]:
    for document in record.reading.documents:
        home = record.home
        case = Case(
            RULE,
            paper_id(document),
            home.district,
            home.applicant,
            home.credit_code,
            document.kind,
            document.file,
            Scope.PAPER,
        )
        yield _judged(case, document, record, policy)


def _judged(case: Case, document: Document, record: FileCase, policy: Policy) -> Outcome:
    pictures = tuple(seal for seal in document.seals if not seal.electronic and not is_name_seal(seal))
    if not _claims_to_be_electronic(document, policy):
        return case.not_applicable(Words("该材料不要求是电子原件", "the paper need not be electronic"))
    if any(seal.electronic for seal in document.seals):
        return case.passes(Words("印章有电子签名", "the seal is an electronic one"))
    if not pictures:
        return case.passes(Words("没有印章图像", "there is no picture of a seal"))
    if not document.born_digital:
        return case.not_checkable(_SCAN)
    if len(record.reading.documents) > 1:
        return case.not_checkable(_MERGED)
    return case.finds(_finding(document, pictures), _doubt(record, pictures, policy))


def _claims_to_be_electronic(document: Document, policy: Policy) -> bool:
    """A kind may come on paper as well: then its title tells."""
    spec = spec_of(document, policy)
    if spec is None or spec.original != ELECTRONIC:
        return False
    return not spec.electronic_titles or is_electronic(document, policy)


def _doubt(record: FileCase, pictures: tuple[Seal, ...], policy: Policy) -> Words | None:
    if record.reading.esigns:
        return _SIGNED_ELSEWHERE
    spec = spec_of(record.reading.documents[0], policy)
    if spec is None or spec.electronic_titles:
        return _MAY_BE_PRINTED
    return None if any(seal.owner and seal.owner_confidence >= BARELY for seal in pictures) else _UNREAD


def _finding(document: Document, pictures: tuple[Seal, ...]) -> Particulars:
    names = seal_words(pictures)
    return Particulars(
        Words(
            f"材料上“{names.zh}”的印章只是图像，文件里没有电子签名，不能证明由其出具。",
            f"The seal “{names.en}” is a mere picture: the file bears no electronic signature to vouch for it.",
        ),
        Words("带电子签名的原始电子文件", "the original electronic file with its signature"),
        Words("只有印章图像", "a picture of a seal only"),
        Words("请提交出具单位签发的原始电子文件。", "Submit the original electronic file as it was issued."),
        pictures[0].place,
        pictures[0].slot,
        tuple(of_seal(document, seal) for seal in pictures),
    )
