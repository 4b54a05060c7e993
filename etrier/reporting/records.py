"""The rows a year is counted from, read for it alone, in a fixed number of queries whatever their number."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Min, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from etrier.accounts.models import Organisation
from etrier.applications.models import Application
from etrier.database.fields import MoneyField
from etrier.database.reading import row_where
from etrier.decisions.models import BankAnswer, Transmission
from etrier.domain.indicators import (
    AlertRow,
    ContactRow,
    LoanRow,
    Records,
    RefundRow,
    RequestRow,
    TransmissionRow,
)
from etrier.domain.lifecycle import CODE_LABELS, Act
from etrier.domain.movements import MovementKind
from etrier.domain.processing import ACTS_OF, Step
from etrier.followup.models import MissedInstalment, SupportContact
from etrier.journal.models import Entry
from etrier.loans.models import Loan, Movement
from etrier.outcomes.models import Refund
from etrier.reporting.models import YearTotals
from etrier.schemes.models import Dispositif

Days = tuple[date, date]
NO_REASON = "not_given"


def days_of(year: int) -> Days:
    """The first and the last day of a calendar year."""
    return date(year, 1, 1), date(year, 12, 31)


def records_of(organisation: Organisation, year: int) -> Records:
    """Everything the figures of one year are counted from."""
    days = days_of(year)
    totals = row_where(YearTotals, organisation=organisation, year=year)
    aids = {year: totals.optional_aids} if totals and totals.optional_aids is not None else None
    return Records(
        requests=tuple(requests(organisation, days)),
        loans=tuple(loans(organisation, days)),
        refunds=tuple(refunds(organisation, days)),
        transmissions=tuple(transmissions(organisation, days)),
        contacts=tuple(contacts(organisation, days)),
        alerts=tuple(alerts(organisation, days)),
        optional_aids=aids,
        illegible=frozenset(totals.illegible if totals else ()),
    )


def product_labels(organisation: Organisation) -> dict[str, str]:
    """The label of each product, as the latest version of the dispositif that has it calls it."""
    versions = Dispositif.objects.filter(organisation=organisation).exclude(state__in=("draft", "dropped"))
    return {
        product.code: product.label
        for version in versions.order_by("valid_from", "pk")
        for product in version.parsed.products
    }


def requests(organisation: Organisation, days: Days) -> Iterator[RequestRow]:
    """The requests received, studied or closed in the year."""
    opened = Entry.objects.filter(
        organisation=organisation, on__range=days, act=Act.OPEN_STUDY, subject="application"
    )
    opened = Entry.objects.filter(
        organisation=organisation, on__range=days, act=Act.OPEN_STUDY, subject="application"
    )
    studies = dict(opened.order_by().values_list("file_id").annotate(Min("on")))
    rows = Application.objects.filter(
        Q(requested_on__range=days) | Q(closed_on__range=days) | Q(file__in=opened.values("file_id")),
        organisation=organisation,
    )
    facts = ("file_id", "requested_on", "product_code", "closed_on", "closing_reason")
    for file, received_on, product, closed_on, reason in rows.order_by("pk").values_list(*facts):
        yield RequestRow(
            received_on=received_on,
            product=product,
            study_opened_on=studies.get(file),
            closed_on=closed_on,
            closed_as=CODE_LABELS["closing_reason"].get(reason, reason),
        )


def loans(organisation: Organisation, days: Days) -> Iterator[LoanRow]:
    """Every loan paid out since the beginning: losses are rated against all of them."""
    labels = product_labels(organisation)
    recovered = (
        Movement.objects.filter(
            loan=OuterRef("pk"), kind=MovementKind.RECOVERY, on__gt=OuterRef("ended_on"), on__lte=days[1]
        )
        .exclude(undone_by__kind=MovementKind.REVERSAL)
        .order_by()
        .values("loan")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    nothing = Value(Decimal("0.00"), output_field=MoneyField())
    rows = Loan.objects.filter(organisation=organisation, disbursed_on__lte=days[1]).annotate(
        recovered=Coalesce(Subquery(recovered, output_field=MoneyField()), nothing)
    )
    facts = ("product_code", "principal", "disbursed_on", "state", "loss_amount", "ended_on", "recovered")
    for product, principal, disbursed_on, state, loss, ended_on, back in rows.order_by(
        "disbursed_on", "pk"
    ).values_list(*facts):
        lost = state == "closed_with_loss"
        yield LoanRow(
            product=labels.get(product, product),
            principal=principal,
            disbursed_on=disbursed_on,
            retracted=state == "retracted",
            lost=max((loss or Decimal(0)) - back, Decimal(0)) if lost else Decimal(0),
            lost_on=ended_on if lost else None,
        )


def refunds(organisation: Organisation, days: Days) -> Iterator[RefundRow]:
    """The refunds paid in the year."""
    rows = Refund.objects.filter(organisation=organisation, paid_on__range=days)
    for amount, paid_on, state in rows.order_by("pk").values_list("amount", "paid_on", "state"):
        yield RefundRow(amount=amount, paid_on=paid_on, returned=state == "returned")


def transmissions(organisation: Organisation, days: Days) -> Iterator[TransmissionRow]:
    """The files sent to a bank in the year, or answered in it."""
    said = BankAnswer.objects.filter(transmission=OuterRef("pk"), kind="refused").order_by("-pk")
    rows = Transmission.objects.filter(
        Q(sent_on__range=days) | Q(answered_on__range=days), organisation=organisation
    ).annotate(reason=Subquery(said.values("reason")[:1]))
    facts = ("partner__name", "sent_on", "answered_on", "state", "reason")
    for bank, sent_on, answered_on, state, reason in rows.order_by("partner__name", "pk").values_list(*facts):
        yield TransmissionRow(
            bank=bank,
            sent_on=sent_on,
            answered_on=answered_on,
            refused=state == "refused",
            reason_given=bool(reason) and reason != NO_REASON,
        )


def contacts(organisation: Organisation, days: Days) -> Iterator[ContactRow]:
    """The contacts that support plans asked for in the year; cancelled ones were not asked for."""
    rows = SupportContact.objects.filter(organisation=organisation, due_on__range=days)
    for due_on, state in rows.exclude(state="cancelled").order_by("pk").values_list("due_on", "state"):
        yield ContactRow(due_on=due_on, held=state == "done")


def alerts(organisation: Organisation, days: Days) -> Iterator[AlertRow]:
    """The unpaid instalments that a bank told in the year."""
    rows = MissedInstalment.objects.filter(organisation=organisation, known_on__range=days)
    facts = ("difficulty__loan__partner__name", "due_on", "known_on")
    for bank, due_on, known_on in rows.order_by("pk").values_list(*facts):
        yield AlertRow(bank=bank, due_on=due_on, alerted_on=known_on)


def lives(organisation: Organisation, year: int) -> list[dict[Step, date | None]]:
    """The days of each step, for the files that passed one in the year: the first such act of each."""
    acts = [act for group in ACTS_OF.values() for act in group]
    moved = Entry.objects.filter(organisation=organisation, on__range=days_of(year), act__in=acts)
    steps = {step.value: Min("on", filter=Q(act__in=ACTS_OF[step])) for step in Step}
    rows = (
        Entry.objects.filter(organisation=organisation, act__in=acts, file_id__in=moved.values("file_id"))
        .order_by()
        .values("file_id")
        .annotate(**steps)
        .values_list(*steps)
    )
    return [dict(zip(Step, row, strict=True)) for row in rows]
