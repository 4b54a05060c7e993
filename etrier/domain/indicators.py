"""The yearly figures of a dispositif, each with its definition, as pure functions over plain rows.

A figure that cannot be computed is `None` with a note, never 0. Amounts in euros, rates in percent.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from etrier.domain.french import NARROW_NO_BREAK
from etrier.domain.money import rounded
from etrier.domain.wording import euros, number

ILLEGIBLE = "illisible dans la source"
PLURAL_FROM = 2
NOTHING_YET = "rien à compter cette année"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """A request, as the yearly figures see it."""

    received_on: date
    product: str = ""
    study_opened_on: date | None = None
    closed_on: date | None = None
    closed_as: str = ""
    """Coded reason when it ended without a loan: reoriented, refused_by_banks, withdrawn…"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanRow:
    """A loan granted. A retracted one counts as neither granted nor lost."""

    product: str
    principal: Decimal
    disbursed_on: date
    retracted: bool = False
    lost: Decimal = Decimal(0)
    """What remained unpaid once closed with a loss, recoveries deducted."""
    lost_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRow:
    """An interest refund. One that came back from the bank is not paid."""

    amount: Decimal
    paid_on: date | None
    returned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TransmissionRow:
    """A file sent to a bank, and its answer."""

    bank: str
    sent_on: date
    answered_on: date | None = None
    refused: bool = False
    reason_given: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """A contact the support plan asked for."""

    due_on: date
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """An unpaid instalment, and the day the bank told the CCAS."""

    bank: str
    due_on: date
    alerted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Everything the yearly figures are counted from, all years together."""

    requests: tuple[RequestRow, ...] = ()
    loans: tuple[LoanRow, ...] = ()
    refunds: tuple[RefundRow, ...] = ()
    transmissions: tuple[TransmissionRow, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    alerts: tuple[AlertRow, ...] = ()
    optional_aids: Mapping[int, Decimal] | None = None
    """Total of the CCAS's optional aids (aides facultatives) by year, in euros."""
    illegible: frozenset[str] = frozenset()
    """Codes of figures that a published source does not let us read."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the year. `of` tells the product or the bank when it is theirs alone."""

    code: str
    label: str
    definition: str
    unit: str
    value: Decimal | None
    note: str = ""
    of: str = ""

    @property
    def text(self) -> str:
        """As a report prints it: « 24 », « 34 % », « 301,60 € »; the note when there is no value."""
        if self.value is None:
            return self.note
        if self.unit == "€":
            return euros(self.value)
        if self.unit == "%":
            return f"{number(self.value, 1)}{NARROW_NO_BREAK}%"
        if self.unit == "jours":
            return f"{number(self.value, 1)} {'jour' if self.value < PLURAL_FROM else 'jours'}"
        return number(self.value)


def yearly(year: int, records: Records) -> tuple[Figure, ...]:
    """The figures of a calendar year, in the order of a yearly report."""
    products = list(dict.fromkeys(loan.product for loan in records.loans))
    sent, alerted = (row.bank for row in records.transmissions), (row.bank for row in records.alerts)
    banks = list(dict.fromkeys((*sent, *alerted)))
    return (
        requests_received(year, records),
        files_studied(year, records),
        loans_granted(year, records),
        conversion_rate(year, records),
        *ended_without_a_loan(year, records),
        amount_lent(year, records),
        refunds_paid(year, records),
        refunds_amount(year, records),
        share_of_optional_aids(year, records),
        *(claims_ratio(year, records, product) for product in products),
        *(loss_rate(year, records, product) for product in products),
        follow_up_rate(year, records),
        *(answer_delay(year, records, bank) for bank in banks),
        *(refusals_with_a_reason(year, records, bank) for bank in banks),
        *(alert_delay(year, records, bank) for bank in banks),
    )


def requests_received(year: int, records: Records) -> Figure:
    return _count(
        records,
        "requests_received",
        "Demandes reçues",
        "Premiers contacts enregistrés dans l’année, quelle que soit leur suite.",
        [row for row in records.requests if row.received_on.year == year],
    )


def files_studied(year: int, records: Records) -> Figure:
    return _count(
        records,
        "files_studied",
        "Dossiers étudiés",
        "Demandes dont l’étude a été ouverte dans l’année.",
        [row for row in records.requests if _in(row.study_opened_on, year)],
    )


def loans_granted(year: int, records: Records) -> Figure:
    return _count(
        records,
        "loans_granted",
        "Prêts octroyés",
        "Prêts débloqués dans l’année ; un prêt rétracté n’est pas compté.",
        _granted(year, records),
    )


def conversion_rate(year: int, records: Records) -> Figure:
    """Loans granted over files studied in the same year, in whole percent."""
    return _ratio(
        "conversion_rate",
        "Taux de transformation",
        "Prêts octroyés dans l’année, rapportés aux dossiers étudiés la même année.",
        loans_granted(year, records),
        files_studied(year, records),
    )


def ended_without_a_loan(year: int, records: Records) -> tuple[Figure, ...]:
    """One figure per coded reason, the most frequent first."""
    reasons = Counter(row.closed_as for row in records.requests if row.closed_as and _in(row.closed_on, year))
    return tuple(
        Figure(
            "ended_without_a_loan",
            "Demandes closes sans prêt",
            "Demandes closes dans l’année sans prêt, par motif : réorientation, refus, désistement, abandon…",
            "",
            Decimal(count),
            of=reason,
        )
        for reason, count in reasons.most_common()
    )


def amount_lent(year: int, records: Records) -> Figure:
    return _total(
        records,
        "amount_lent",
        "Montant prêté",
        "Total du capital des prêts débloqués dans l’année, hors prêts rétractés.",
        (loan.principal for loan in _granted(year, records)),
    )


def refunds_paid(year: int, records: Records) -> Figure:
    return _count(
        records,
        "refunds_paid",
        "Remboursements des intérêts",
        "Remboursements versés aux emprunteurs dans l’année ; un virement revenu n’est pas compté.",
        _refunds(year, records),
    )


def refunds_amount(year: int, records: Records) -> Figure:
    return _total(
        records,
        "refunds_amount",
        "Montant des intérêts remboursés",
        "Total des remboursements d’intérêts versés dans l’année.",
        (refund.amount for refund in _refunds(year, records)),
    )


def share_of_optional_aids(year: int, records: Records) -> Figure:
    """Interest refunded over the CCAS's optional aids of the year."""
    total = (records.optional_aids or {}).get(year)
    aids = Figure("optional_aids", "", "", "€", total, "total des aides facultatives à saisir")
    return _ratio(
        "share_of_optional_aids",
        "Part des aides facultatives",
        "Intérêts remboursés dans l’année, rapportés au total des aides facultatives du CCAS.",
        refunds_amount(year, records),
        aids,
        decimals=1,
    )


def claims_ratio(year: int, records: Records, product: str) -> Figure:
    """Loans closed with a loss over loans granted, since the beginning, in number."""
    granted = _granted_until(year, records, product)
    lost = [loan for loan in granted if loan.lost_on is not None and loan.lost_on.year <= year]
    return _ratio(
        "claims_ratio",
        "Prêts non remboursés",
        "Prêts clos avec perte, rapportés aux prêts octroyés depuis l’origine, en nombre.",
        _plain(len(lost)),
        _plain(len(granted)),
        decimals=1,
        of=product,
    )


def loss_rate(year: int, records: Records, product: str) -> Figure:
    """Money lost over money lent, since the beginning (sinistralité)."""
    granted = _granted_until(year, records, product)
    lost = sum((loan.lost for loan in granted if _until(loan.lost_on, year)), Decimal(0))
    return _ratio(
        "loss_rate",
        "Taux de sinistralité",
        "Capital perdu, recouvrements déduits, rapporté au capital prêté depuis l’origine.",
        _plain(lost),
        _plain(sum((loan.principal for loan in granted), Decimal(0))),
        decimals=1,
        of=product,
    )


def follow_up_rate(year: int, records: Records) -> Figure:
    """Contacts held over contacts the support plans asked for."""
    due = [contact for contact in records.contacts if contact.due_on.year == year]
    return _ratio(
        "follow_up_rate",
        "Suivi effectif",
        "Contacts d’accompagnement tenus, rapportés aux contacts prévus dans l’année.",
        _plain(sum(contact.held for contact in due)),
        _plain(len(due)),
    )


def answer_delay(year: int, records: Records, bank: str) -> Figure:
    """Median days from sending a file to the bank's answer."""
    return _median(
        "answer_delay",
        "Délai de réponse",
        "Délai médian entre l’envoi d’un dossier et la réponse de la banque, réponses de l’année.",
        [
            (row.answered_on - row.sent_on).days
            for row in records.transmissions
            if row.bank == bank and row.answered_on is not None and row.answered_on.year == year
        ],
        bank,
    )


def refusals_with_a_reason(year: int, records: Records, bank: str) -> Figure:
    refused = [
        row
        for row in records.transmissions
        if row.bank == bank and row.refused and _in(row.answered_on, year)
    ]
    return _ratio(
        "refusals_with_a_reason",
        "Refus motivés",
        "Refus de la banque accompagnés d’un motif, rapportés à ses refus de l’année.",
        _plain(sum(row.reason_given for row in refused)),
        _plain(len(refused)),
        of=bank,
    )


def alert_delay(year: int, records: Records, bank: str) -> Figure:
    """Median days from an unpaid due date to the bank's alert."""
    return _median(
        "alert_delay",
        "Délai d’alerte",
        "Délai médian entre une échéance impayée et l’alerte de la banque, alertes de l’année.",
        [
            (row.alerted_on - row.due_on).days
            for row in records.alerts
            if row.bank == bank and row.alerted_on.year == year
        ],
        bank,
    )


def _in(on: date | None, year: int) -> bool:
    return on is not None and on.year == year


def _until(on: date | None, year: int) -> bool:
    return on is not None and on.year <= year


def _granted(year: int, records: Records) -> list[LoanRow]:
    return [loan for loan in records.loans if loan.disbursed_on.year == year and not loan.retracted]


def _granted_until(year: int, records: Records, product: str) -> list[LoanRow]:
    return [
        loan
        for loan in records.loans
        if loan.product == product and loan.disbursed_on.year <= year and not loan.retracted
    ]


def _refunds(year: int, records: Records) -> list[RefundRow]:
    return [refund for refund in records.refunds if _in(refund.paid_on, year) and not refund.returned]


def _plain(value: int | Decimal) -> Figure:
    return Figure("", "", "", "", Decimal(value))


def _count(records: Records, code: str, label: str, definition: str, rows: Iterable[object]) -> Figure:
    if code in records.illegible:
        return Figure(code, label, definition, "", None, ILLEGIBLE)
    return Figure(code, label, definition, "", Decimal(sum(1 for _ in rows)))


def _total(records: Records, code: str, label: str, definition: str, amounts: Iterable[Decimal]) -> Figure:
    if code in records.illegible:
        return Figure(code, label, definition, "€", None, ILLEGIBLE)
    return Figure(code, label, definition, "€", rounded(sum(amounts, Decimal(0))))


def _ratio(
    code: str, label: str, definition: str, over: Figure, under: Figure, *, decimals: int = 0, of: str = ""
) -> Figure:
    """A rate in percent, half-up; without a value when either side has none, or when there is nothing."""
    note = next((side.note for side in (over, under) if side.value is None), "")
    if over.value is None or under.value is None or not under.value:
        return Figure(code, label, definition, "%", None, note or NOTHING_YET, of)
    rate = (over.value * 100 / under.value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return Figure(code, label, definition, "%", rate, of=of)


def _median(code: str, label: str, definition: str, days: list[int], of: str) -> Figure:
    if not days:
        return Figure(code, label, definition, "jours", None, NOTHING_YET, of)
    return Figure(code, label, definition, "jours", Decimal(str(median(days))), of=of)
