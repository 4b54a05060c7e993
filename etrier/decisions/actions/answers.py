"""What the bank answers: entered by the worker, or given by the adviser herself (`portal`).

Each answer is kept as the bank gave it (`hear`), then does its effect (`accept_request` and the others).
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.database.reading import rows_where
from etrier.database.writing import add
from etrier.decisions.actions.messages import send_message
from etrier.decisions.guarantee import reserve_for
from etrier.decisions.limits import leaves_the_limits
from etrier.decisions.models import AnswerKind, BankAnswer, MessageSide, Transmission
from etrier.documents.models import Document
from etrier.domain.lifecycle import Act
from etrier.domain.opinion import instalment_of
from etrier.domain.refusal import Refused
from etrier.journal.door import acting

OTHER_TERMS = (
    "La banque n’accorde pas ce qui a été demandé : enregistrez une contre-proposition, la personne dira si"
    " elle lui convient."
)

NO_LONGER_AT_THE_BANK = (
    "Le CCAS a repris l’étude de cette demande ou l’a close : elle n’attend plus de réponse. Un nouvel envoi"
    " reste possible."
)


def hear(
    transmission: Transmission,
    kind: AnswerKind,
    *,
    by: Actor,
    on: date,
    channel: str,
    received_on: date | None = None,
    amount: Decimal | None = None,
    months: int | None = None,
    yearly_rate: Decimal | None = None,
    reason: str = "",
    text: str = "",
    document: Document | None = None,
) -> BankAnswer:
    """Keep what the bank said. `received_on` is the day it was known here, by default today."""
    received = received_on or on
    if received > on:
        raise ValidationError({"received_on": "La réponse ne peut pas être reçue dans l’avenir."})
    if received < transmission.sent_on:
        raise ValidationError(
            {"received_on": f"La réponse suit l’envoi du dossier, le {transmission.sent_on:%d/%m/%Y}."}
        )
    if amount is not None and months is not None and yearly_rate is not None:
        check_terms(amount, yearly_rate, months, received)
    return add(
        BankAnswer(
            organisation_id=transmission.organisation_id,
            transmission=transmission,
            file_id=transmission.file_id,
            partner_id=transmission.partner_id,
            kind=kind,
            received_on=received,
            channel=channel,
            amount=amount,
            months=months,
            yearly_rate=yearly_rate,
            reason=reason,
            text=text,
            author_id=by.user_id,
            document=document,
        )
    )


def check_terms(amount: Decimal, yearly_rate: Decimal, months: int, on: date) -> None:
    """Refuse terms no loan can have."""
    try:
        instalment_of(amount, yearly_rate, months, on)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal


def accept_request(
    transmission: Transmission, *, by: Actor, on: date, answer: BankAnswer, revision: int | None = None
) -> Transmission:
    """The bank lends what was asked; the CCAS's own guarantee, where there is one, is reserved at once."""
    with acting(transmission, Act.ACCEPT_REQUEST, by=by, on=on, revision=revision) as step:
        if (answer.amount, answer.months) != (transmission.amount, transmission.months):
            raise ValidationError(OTHER_TERMS)
        transmission.answered_on = answer.received_on
        agree(transmission, answer, by=by, on=on)
        step.tell(amount=answer.amount, months=answer.months)
    return transmission


def agree(transmission: Transmission, answer: BankAnswer, *, by: Actor, on: date) -> None:
    """Keep the terms the offer will be drawn from, and reserve the guarantee."""
    if transmission.file.application.state != "with_bank":
        raise ValidationError(NO_LONGER_AT_THE_BANK)
    accepted = rows_where(Transmission, file=transmission.file_id, state="accepted")
    if any(other.pk != transmission.pk for other in accepted):
        raise ValidationError("Une autre banque a déjà accepté cette demande.")
    transmission.agreed_amount = answer.amount
    transmission.agreed_months = answer.months
    transmission.agreed_rate = answer.yearly_rate
    reserve_for(transmission, by=by, on=on)


def make_counter_offer(
    transmission: Transmission, *, by: Actor, on: date, answer: BankAnswer, revision: int | None = None
) -> Transmission:
    """The bank proposes other terms; nothing is agreed before the person's yes."""
    with acting(transmission, Act.MAKE_COUNTER_OFFER, by=by, on=on, revision=revision) as step:
        transmission.answered_on = answer.received_on
        step.tell(amount=answer.amount, months=answer.months)
    return transmission


def last_counter_offer(transmission: Transmission) -> BankAnswer:
    """The terms the bank proposed last."""
    return transmission.answers.filter(kind=AnswerKind.COUNTER_OFFER).order_by("-pk")[0]


def accept_counter_offer(
    transmission: Transmission, *, by: Actor, on: date, revision: int | None = None
) -> Transmission:
    """The person says yes. Refused when the terms leave what was judged: the file must be judged anew."""
    with acting(transmission, Act.ACCEPT_COUNTER_OFFER, by=by, on=on, revision=revision):
        answer = last_counter_offer(transmission)
        if reasons := leaves_the_limits(transmission, answer):
            raise ValidationError([*reasons, "La demande doit être examinée à nouveau avec ces conditions."])
        agree(transmission, answer, by=by, on=on)
    return transmission


def decline_counter_offer(
    transmission: Transmission, *, by: Actor, on: date, revision: int | None = None
) -> Transmission:
    """The person says no, or the file goes back to be judged: the bank no longer has it in hand."""
    with acting(transmission, Act.DECLINE_COUNTER_OFFER, by=by, on=on, revision=revision):
        transmission.ended_on = on
    return transmission


def refuse_request(
    transmission: Transmission, *, by: Actor, on: date, answer: BankAnswer, revision: int | None = None
) -> Transmission:
    """The bank does not lend, for a coded reason."""
    with acting(transmission, Act.REFUSE_REQUEST, by=by, on=on, revision=revision, bank_reason=answer.reason):
        transmission.answered_on = transmission.ended_on = answer.received_on
    return transmission


def ask_question(
    transmission: Transmission, *, by: Actor, on: date, answer: BankAnswer, revision: int | None = None
) -> Transmission:
    """The bank wants to know more before it answers; its words are in `answer`."""
    with acting(transmission, Act.ASK_QUESTION, by=by, on=on, revision=revision) as step:
        step.tell(channel=answer.channel)
    return transmission


def answer_question(
    transmission: Transmission, *, by: Actor, on: date, text: str, revision: int | None = None
) -> Transmission:
    """Answer the bank in the thread; it has the file in hand again."""
    with acting(transmission, Act.ANSWER_QUESTION, by=by, on=on, revision=revision):
        send_message(transmission, by=by, on=on, side=MessageSide.CCAS, text=text)
    return transmission


def reassure_seller(
    transmission: Transmission, *, by: Actor, on: date, told_on: date, revision: int | None = None
) -> Transmission:
    """Record the bank's notice of agreement to the seller (notification d’accord)."""
    if not transmission.answered_on or not transmission.answered_on <= told_on <= on:
        raise ValidationError(
            {"told_on": "Le vendeur est informé après l’accord, et au plus tard aujourd’hui."}
        )
    with acting(transmission, Act.REASSURE_SELLER, by=by, on=on, revision=revision):
        transmission.seller_told_on = told_on
    return transmission


EFFECTS: dict[AnswerKind, Callable[..., Transmission]] = {
    AnswerKind.ACCEPTED: accept_request,
    AnswerKind.COUNTER_OFFER: make_counter_offer,
    AnswerKind.REFUSED: refuse_request,
    AnswerKind.QUESTION: ask_question,
}


def enter_answer(
    transmission: Transmission,
    kind: AnswerKind,
    *,
    by: Actor,
    on: date,
    channel: str,
    revision: int | None = None,
    **said: object,
) -> Transmission:
    """The worker enters what the bank told her: the answer, then its effect.

    `said`: received_on, amount, months, yearly_rate, reason, text, document, as `hear` takes them.
    """
    answer = hear(transmission, kind, by=by, on=on, channel=channel, **said)  # type: ignore[arg-type]  # the facts of that kind
    return EFFECTS[kind](transmission, by=by, on=on, answer=answer, revision=revision)
