"""The yearly figures, as the source gives them for Laval and Tarbes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etrier.domain.indicators import (
    ILLEGIBLE,
    NOTHING_YET,
    AlertRow,
    ContactRow,
    LoanRow,
    Records,
    RefundRow,
    RequestRow,
    TransmissionRow,
    yearly,
)


def figures(year, records):
    return {(figure.code, figure.of): figure for figure in yearly(year, records)}


def requests(count, year, **facts):
    return tuple(
        RequestRow(received_on=date(year, 1, 5), study_opened_on=date(year, 1, 12), **facts)
        for _ in range(count)
    )


def loans(count, year, product="classique", **facts):
    return tuple(
        LoanRow(product=product, principal=Decimal(2000), disbursed_on=date(year, 6, 1), **facts)
        for _ in range(count)
    )


@pytest.mark.covers("E4")
def test_laval_2015_is_rebuilt():
    records = Records(
        requests=(
            *requests(24, 2015),
            *requests(30, 2015, closed_as="reoriented", closed_on=date(2015, 9, 1)),
            *requests(16, 2015, closed_as="refused_by_banks", closed_on=date(2015, 9, 1)),
            *requests(5, 2014),
        ),
        loans=(*loans(24, 2015), *loans(1, 2015, retracted=True), *loans(3, 2016)),
        refunds=(RefundRow(amount=Decimal(600), paid_on=date(2015, 3, 1)),),
        optional_aids={2015: Decimal(40_000)},
    )
    found = figures(2015, records)
    assert found["files_studied", ""].value == 70
    assert found["loans_granted", ""].value == 24
    assert found["conversion_rate", ""].text == "34\u202f%"
    assert found["share_of_optional_aids", ""].text == "1,5\u202f%"
    assert found["ended_without_a_loan", "reoriented"].value == 30
    assert found["ended_without_a_loan", "refused_by_banks"].value == 16
    assert found["amount_lent", ""].value == 48_000


@pytest.mark.covers("E4")
def test_tarbes_2016_is_rebuilt_and_its_files_studied_stay_illegible():
    paid = [Decimal(amount) for amount in ("55.20", "84.39", "61.01", "40.00", "61.00")]
    records = Records(
        requests=requests(82, 2016),
        loans=loans(30, 2016),
        refunds=(
            *(RefundRow(amount=amount, paid_on=date(2016, 5, 2)) for amount in paid),
            RefundRow(amount=Decimal(99), paid_on=date(2016, 7, 1), returned=True),
            RefundRow(amount=Decimal(99), paid_on=None),
        ),
        illegible=frozenset({"files_studied"}),
    )
    found = figures(2016, records)
    assert found["loans_granted", ""].text == "30"
    assert found["refunds_paid", ""].text == "5"
    assert found["refunds_amount", ""].text == "301,60\u202f€"
    assert (found["files_studied", ""].value, found["files_studied", ""].text) == (None, ILLEGIBLE)
    assert (found["conversion_rate", ""].value, found["conversion_rate", ""].text) == (None, ILLEGIBLE)


@pytest.mark.covers("E4")
def test_losses_are_counted_by_product_since_the_beginning():
    lost = loans(1, 2013, "restructuration", lost=Decimal("412.50"), lost_on=date(2015, 2, 1))
    records = Records(loans=(*loans(29, 2014, "restructuration"), *lost, *loans(10, 2014)))
    found = figures(2015, records)
    assert found["claims_ratio", "restructuration"].value == Decimal("3.3")
    assert found["loss_rate", "restructuration"].value == Decimal("0.7")
    assert found["loss_rate", "classique"].value == 0
    assert figures(2014, records)["claims_ratio", "restructuration"].value == 0


@pytest.mark.covers("R2", "X9")
def test_support_and_banks_are_measured():
    records = Records(
        contacts=(
            ContactRow(due_on=date(2026, 3, 1), held=True),
            ContactRow(due_on=date(2026, 9, 1), held=False),
        ),
        transmissions=(
            TransmissionRow(bank="a", sent_on=date(2026, 1, 1), answered_on=date(2026, 1, 9)),
            TransmissionRow(bank="a", sent_on=date(2026, 2, 1), answered_on=date(2026, 2, 13), refused=True),
            TransmissionRow(bank="a", sent_on=date(2026, 3, 1)),
            TransmissionRow(
                bank="b",
                sent_on=date(2026, 3, 1),
                answered_on=date(2026, 3, 4),
                refused=True,
                reason_given=True,
            ),
        ),
        alerts=(AlertRow(bank="b", due_on=date(2026, 4, 5), alerted_on=date(2026, 4, 12)),),
    )
    found = figures(2026, records)
    assert found["follow_up_rate", ""].value == 50
    assert found["answer_delay", "a"].text == "10 jours"
    assert found["refusals_with_a_reason", "a"].value == 0
    assert found["refusals_with_a_reason", "b"].value == 100
    assert found["alert_delay", "b"].value == 7
    assert found["alert_delay", "a"].text == NOTHING_YET


def test_an_empty_year_has_no_rate_rather_than_zero():
    found = figures(2026, Records())
    assert found["loans_granted", ""].value == 0
    for code in ("conversion_rate", "follow_up_rate", "share_of_optional_aids"):
        assert found[code, ""].value is None
    assert found["share_of_optional_aids", ""].note == "total des aides facultatives à saisir"


def test_every_figure_says_its_definition():
    for figure in yearly(2026, Records(loans=loans(1, 2026))):
        assert figure.label
        assert figure.definition.endswith(".") or figure.definition.endswith("…")


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_years_do_not_leak_into_each_other(before, now, after):
    records = Records(
        requests=(*requests(before, 2015), *requests(now, 2016), *requests(after, 2017)),
        loans=(*loans(before, 2015), *loans(now, 2016), *loans(after, 2017)),
    )
    found = figures(2016, records)
    assert found["files_studied", ""].value == found["loans_granted", ""].value == now
    assert found["conversion_rate", ""].value == (100 if now else None)
