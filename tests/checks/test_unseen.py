"""What no rule looks at: found by watching the rules, told of a paper only where no rule came to a verdict on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from checks.grouping.batch import group
from checks.grouping.whose import papers_of
from checks.judge import judge
from checks.pack.load import Policy, load_pack
from checks.rules import RULES
from checks.unseen.pack import nobodys_places, unchecked
from checks.unseen.papers import Blind, Said, blind_spots
from extractor.records import Document

LIBRARY = Path(__file__).parents[2] / "templates" / "library"
OF_PACK = {  # of the shipped pack's form: nothing is compared with these
    (Blind.SLOT, "city_commerce"),
    (Blind.FIELD, "district"),
    (Blind.FILLED, "customs_no"),
    (Blind.FILLED, "bank"),
}


def spots(company: Any, document: Document, **options: Any) -> set[tuple[Blind, str]]:
    """Of `document`, in the company's complete set."""
    instead = {document.kind or "unknown": document}
    readings = company.batch(**instead) if document.kind else [*company.batch(), company.reading(document)]
    batch = group(readings, company.policy)
    said = Said.of(judge(batch, company.policy, **options))
    paper = next(one for one in papers_of(batch, company.policy) if one.document == document)
    return set(blind_spots(paper, said, company.policy))


def test_of_a_form_in_order_only_what_the_pack_compares_with_nothing_is_left(company: Any) -> None:
    assert spots(company, company.form()) == OF_PACK


def test_a_field_that_is_blank_hides_nothing(company: Any) -> None:
    assert (Blind.FILLED, "bank") not in spots(company, company.form(fields={"bank": ""}))


def test_a_rule_that_is_switched_off_looks_at_nothing(company: Any) -> None:
    left = spots(company, company.form(), ignore=["CX011"])
    assert left - OF_PACK == {(Blind.FILLED, "account"), (Blind.FILLED, "contact"), (Blind.FILLED, "address")}
    assert (Blind.FIELD, "account") in spots(company, company.form(), ignore=["CX"])


def test_what_could_not_be_checked_was_not_looked_at(company: Any) -> None:
    """The amount in words has no figure to be held against."""
    assert (Blind.FILLED, "subsidy_words") in spots(company, company.form(fields={"subsidy": ""}))


def test_one_invoice_does_not_speak_for_another(company: Any) -> None:
    """The form's premium is held against the sum of the invoices, which the date of an invoice has no part in."""
    invoice = company.invoice()
    assert not spots(company, invoice)
    left = spots(company, invoice, ignore=["AM005"])
    assert left == {(Blind.FILLED, "total")}


def test_a_seal_in_no_place_and_of_no_party_is_nobodys(company: Any) -> None:
    stray = company.seal("青岛某某会计师事务所", None, y=0.1)
    form = company.form()
    assert (Blind.SEAL, "") in spots(company, replace(form, seals=(*form.seals, stray)))
    own = company.seal(company.name, None, y=0.1)
    assert (Blind.SEAL, "") not in spots(company, replace(form, seals=(*form.seals, own)))


def test_of_a_paper_of_unknown_kind_nothing_was_looked_at(company: Any) -> None:
    letter = replace(company.licence(), kind=None, title="承诺书", file=f"{company.folder}/承诺书.pdf")
    assert spots(company, letter) == {(Blind.PAPER, "")}


def test_an_electronic_invoice_needs_no_seal_and_that_was_looked_at(company: Any) -> None:
    invoice = company.invoice(title="山东增值税电子普通发票")
    assert not {what for what, _ in spots(company, invoice)} & {Blind.SLOT, Blind.SEAL}


def test_what_a_pack_leaves_unchecked(policy: Policy) -> None:
    of_form = {(what, name) for what, kind, name in unchecked(policy) if kind == "application_form"}
    assert of_form == OF_PACK
    assert {kind for _, kind, _ in unchecked(policy)} == {"application_form", "micro_list"}


def test_a_rule_more_in_the_pack_and_less_is_unchecked(policy: Policy) -> None:
    number = policy.linked_by[0].model_copy(update={"fields": ("application_form.customs_no",)})
    more = policy.model_copy(update={"linked_by": (*policy.linked_by, number)})
    assert (Blind.FILLED, "application_form", "customs_no") not in set(unchecked(more))


def test_the_second_part_of_an_either_or_counts_as_looked_at(policy: Policy) -> None:
    """The product is asked for only where exports are small."""
    only = tuple(one for one in policy.relations if one.code == "AM003" and " or " in one.holds)
    fewer = policy.model_copy(update={"relations": only, "agree": ()})
    assert (Blind.FILLED, "application_form", "product") not in set(unchecked(fewer))


def test_every_pack_of_the_library_says_what_it_leaves_unchecked() -> None:
    graduates = load_pack(LIBRARY / "zhangzhou-graduate-living")
    assert (Blind.COLUMN, "roster", "school") in set(unchecked(graduates))


def test_a_place_of_a_party_without_names_is_nobodys(policy: Policy) -> None:
    assert not list(nobodys_places(policy))
    nameless = replace(policy.parties["customs"], names=())
    unknown = policy.model_copy(update={"parties": {**policy.parties, "customs": nameless}})
    assert list(nobodys_places(unknown)) == [("customs_certificate", "issuer")]


def test_only_a_rule_about_blanks_says_that_it_looks_no_further() -> None:
    assert [module.RULE.code for module in RULES if module.RULE.only_filled] == ["CX007"]
