"""What calls for a task by itself: each rule finds its occasions, and says which of them still stand."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.database.batches import batches
from etrier.database.reading import seldom
from etrier.decisions.models import Transmission
from etrier.documents.models import Document
from etrier.domain.business_days import business_days_after, next_business_day, place_of
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.lifecycle.application import OPEN as OPEN_REQUEST
from etrier.domain.support import bank_deadlines
from etrier.domain.wording import day, euros
from etrier.followup.models import Difficulty, SupportContact, Task
from etrier.followup.models.difficulties import FROZEN_BY
from etrier.loans.accounts import TOGETHER, accounts_of
from etrier.loans.models import Loan, Offer

EXPIRY_DAYS, OFFER_DAYS, REMINDER_DAYS, SOON_DAYS = 30, 7, 7, 2
"""Days before a paper expires, before an offer lapses, after a reminder, to do what is pressing."""
ALIVE = Q(file__application__applicant__deceased_on__isnull=True)
"""Death stops every call to the person; the bank may still be asked."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One task to add: `subject` is the thing that calls for it, `turn` tells two occasions apart."""

    file_id: int
    subject: int
    turn: str
    kind: str
    detail: str
    due_on: date


Find = Callable[[Actor, date], Iterable[Occasion]]
Standing = Callable[[set[int], date], set[int]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`find` gives the occasions of a day, `standing` the subjects that still call for their task."""

    find: Find
    standing: Standing


def soon(by: Actor, on: date, days: int = SOON_DAYS) -> date:
    """The day by which something pressing is to be done, offices being open."""
    zone = by.organisation.time_zone if by.organisation else ""
    return business_days_after(on, days, place_of(zone))


def unheard_of(by: Actor, on: date) -> Iterator[Occasion]:
    """Instalments that no report covers at the convention's deadline: the bank is asked, nobody else."""
    asked = Task.objects.filter(file=OuterRef("file"), kind="ask_bank", state="open")
    reported = (
        Loan.objects.filter(organisation=by.organisation, reporting="reported", silent_since__lt=on)
        .live()
        .exclude(overindebtedness=FROZEN_BY)
        .exclude(Exists(asked))
        .select_related("agreement__partner", "file__application__dispositif")
        .defer("file__application__dispositif__model")
        .order_by("pk")
    )
    for some in batches(seldom(reported), TOGETHER):
        accounts = accounts_of(some, on)
        for loan in some:
            terms = loan.agreement.terms(loan.file.application.dispositif)
            silent = [
                line
                for line in accounts[loan.pk].instalments
                if line.number in accounts[loan.pk].to_confirm
                and bank_deadlines(terms.missed_payment, line.due_on)[-1].on <= on
            ]
            if silent:
                last = silent[-1]
                detail = f"{loan.agreement.partner.name} : échéance {last.number} du {day(last.due_on)}"
                yield Occasion(loan.file_id, loan.pk, str(last.number), "ask_bank", detail, soon(by, on))


def still_unheard_of(loans: set[int], on: date) -> set[int]:
    """Loans of which an instalment is still to be confirmed."""
    silent = Loan.objects.filter(pk__in=loans, silent_since__lt=on).live()
    return set(silent.values_list("pk", flat=True))


def unconfirmed(by: Actor, on: date) -> Iterator[Occasion]:
    """Loans of which everything is settled, and that the bank has not said repaid."""
    ended = Loan.objects.filter(organisation=by.organisation, state="repaid_unconfirmed")
    for loan in seldom(ended.select_related("partner").order_by("pk")):
        yield Occasion(
            loan.file_id,
            loan.pk,
            loan.ends_on.isoformat(),
            "confirm_repaid",
            f"{loan.partner.name} : dernière échéance le {day(loan.ends_on)}",
            soon(by, on, 5),
        )


def still_unconfirmed(loans: set[int], on: date) -> set[int]:
    return set(Loan.objects.filter(pk__in=loans, state="repaid_unconfirmed").values_list("pk", flat=True))


def expiring_papers(by: Actor, on: date) -> Iterator[Occasion]:
    """Papers of a request under way that will soon no longer be valid."""
    request = Application.objects.filter(file=OuterRef("file"), state__in=OPEN_REQUEST)
    papers = Document.objects.filter(
        Exists(request),
        organisation=by.organisation,
        state="accepted",
        expires_on__gte=on,
        expires_on__lte=on + timedelta(EXPIRY_DAYS),
    )
    for paper in seldom(papers.order_by("pk")):
        if paper.expires_on is not None:
            label = CODE_LABELS["document"].get(paper.kind_code, paper.kind_code)
            detail = f"{label} : valable jusqu’au {day(paper.expires_on)}"
            yield Occasion(paper.file_id, paper.pk, "", "collect_document", detail, paper.expires_on)


def still_wanted(papers: set[int], on: date) -> set[int]:
    request = Application.objects.filter(file=OuterRef("file"), state__in=OPEN_REQUEST)
    return set(
        Document.objects.filter(
            Exists(request), pk__in=papers, state__in=("accepted", "expired")
        ).values_list("pk", flat=True)
    )


def late_banks(by: Actor, on: date) -> Iterator[Occasion]:
    """Banks past their delay, then silent after each reminder: people must not wait."""
    awaited = (
        Transmission.objects.filter(organisation=by.organisation, answer_due_on__lt=on)
        .awaited()
        .filter(Q(reminded_on__isnull=True) | Q(reminded_on__lt=on - timedelta(REMINDER_DAYS)))
    )
    for sent in seldom(awaited.select_related("partner").order_by("pk")):
        detail = f"{sent.partner.name} devait répondre avant le {day(sent.answer_due_on)}"
        if sent.reminders:
            detail += ", et n’a pas répondu au rappel : rappeler, ou clore sans réponse"
        yield Occasion(sent.file_id, sent.pk, str(sent.reminders), "call_bank", detail, soon(by, on))


def still_awaited(transmissions: set[int], on: date) -> set[int]:
    late = Transmission.objects.filter(pk__in=transmissions).awaited()
    waiting = late.filter(Q(reminded_on__isnull=True) | Q(reminded_on__lt=on - timedelta(REMINDER_DAYS)))
    return set(waiting.values_list("pk", flat=True))


def bank_questions(by: Actor, on: date) -> Iterator[Occasion]:
    """Questions of a bank: as long as they wait, the file does."""
    questioned = Transmission.objects.filter(organisation=by.organisation, state="questioned")
    counted = questioned.annotate(asked=Count("answers", filter=Q(answers__kind="question")))
    for sent in counted.select_related("partner").order_by("pk"):
        detail = f"{sent.partner.name} a posé une question"
        yield Occasion(sent.file_id, sent.pk, str(sent.asked), "review_file", detail, soon(by, on))


def still_questioned(transmissions: set[int], on: date) -> set[int]:
    rows = Transmission.objects.filter(pk__in=transmissions, state="questioned")
    return set(rows.values_list("pk", flat=True))


def unsigned_offers(by: Actor, on: date) -> Iterator[Occasion]:
    """Offers that will lapse within days if nobody signs them."""
    offers = Offer.objects.filter(
        ALIVE,
        organisation=by.organisation,
        state="issued",
        expires_on__gte=on,
        expires_on__lte=on + timedelta(OFFER_DAYS),
    )
    for offer in seldom(offers.order_by("pk")):
        detail = f"offre de {euros(offer.principal)} à signer avant le {day(offer.expires_on)}"
        yield Occasion(offer.file_id, offer.pk, "", "call_person", detail, offer.expires_on)


def still_unsigned(offers: set[int], on: date) -> set[int]:
    return set(Offer.objects.filter(pk__in=offers, state="issued").values_list("pk", flat=True))


def missed_contacts(by: Actor, on: date) -> Iterator[Occasion]:
    """Contacts of the support that could not be made: an alert, never a punishment."""
    missed = SupportContact.objects.filter(ALIVE, organisation=by.organisation, state="missed")
    for contact in missed.order_by("pk"):
        detail = f"contact d’accompagnement manqué, prévu le {day(contact.due_on)}"
        yield Occasion(
            contact.file_id, contact.pk, contact.due_on.isoformat(), "call_person", detail, soon(by, on)
        )


def still_missed(contacts: set[int], on: date) -> set[int]:
    rows = SupportContact.objects.filter(pk__in=contacts, state="missed")
    return set(rows.values_list("pk", flat=True))


def cured_difficulties(by: Actor, on: date) -> Iterator[Occasion]:
    """Difficulties someone took up and whose instalments are all settled: she says whether it is over."""
    for difficulty in cured(by, on, "being_met"):
        detail = "plus rien n’est impayé : dire si la difficulté est close"
        yield Occasion(
            difficulty.file_id,
            difficulty.pk,
            str(difficulty.missed.count()),
            "review_file",
            detail,
            next_business_day(on + timedelta(1)),
        )


def cured(by: Actor, on: date, state: str) -> Iterator[Difficulty]:
    """Difficulties in that state that had missed instalments, and of which none is unpaid any more."""
    rows = (
        Difficulty.objects.filter(organisation=by.organisation, state=state)
        .of_missed_instalments()
        .select_related("loan")
        .prefetch_related("missed")
        .order_by("pk")
    )
    pending = list(seldom(rows))
    accounts = accounts_of({row.loan_id: row.loan for row in pending}.values(), on)
    for difficulty in pending:
        unpaid = {line.number for line in accounts[difficulty.loan_id].unpaid}
        if unpaid.isdisjoint(one.number for one in difficulty.missed.all()):
            yield difficulty


def still_met(difficulties: set[int], on: date) -> set[int]:
    rows = Difficulty.objects.filter(pk__in=difficulties, state="being_met")
    return set(rows.values_list("pk", flat=True))


RULES: Mapping[str, Rule] = {
    "ask": Rule(unheard_of, still_unheard_of),
    "repaid": Rule(unconfirmed, still_unconfirmed),
    "paper": Rule(expiring_papers, still_wanted),
    "answer": Rule(late_banks, still_awaited),
    "question": Rule(bank_questions, still_questioned),
    "offer": Rule(unsigned_offers, still_unsigned),
    "contact": Rule(missed_contacts, still_missed),
    "cured": Rule(cured_difficulties, still_met),
}
