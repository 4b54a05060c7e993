"""The commission's opinions: it gives one on what the worker recommends, the bank decides.

An unfavourable opinion that stops a request is a decision of the CCAS: it gives its motives, is notified,
and may be appealed against.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.database.reading import rows_where
from etrier.decisions.letters import opinion_letter
from etrier.decisions.models import AgendaItem, Appeal, ItemKind, Recusal
from etrier.domain.lifecycle import Act
from etrier.domain.wording import plural
from etrier.journal.door import Step, acting

NO_QUORUM = "no_quorum"


@contextmanager
def judging(
    item: AgendaItem, act: Act, *, by: Actor, on: date, revision: int | None, **figures: Any
) -> Iterator[Step]:
    """Give an opinion in a session being held: the request moves with its item, floor by floor."""
    session = item.session
    if session.state != "held":
        raise ValidationError("Les avis se rendent pendant la séance : ouvrez-la d’abord.")
    if item.kind == ItemKind.REFUND:
        with acting(item, act, by=by, on=on, revision=revision, **figures) as step:
            item.opinion_on = session.session_on
            yield step
        return
    with (
        acting(item.file.application, act, by=by, on=on, **figures),
        acting(item, act, by=by, on=on, revision=revision, **figures) as step,
    ):
        item.opinion_on = session.session_on
        yield step


def check_quorum(item: AgendaItem) -> None:
    """Enough members remain once those who left the room for this file are counted out."""
    session = item.session
    gone = {recusal.attendance_id for recusal in rows_where(Recusal, item=item)}
    present = sum(seat.pk not in gone for seat in session.present)
    if present < session.quorum:
        raise ValidationError(
            f"Avec les déports, {plural(present, 'membre')} restent pour un quorum de {session.quorum} :"
            " ajournez ce dossier."
        )


def settle_appeal(item: AgendaItem, act: Act, *, by: Actor, on: date) -> None:
    """An appeal examined is upheld or reversed with the opinion."""
    if item.kind != ItemKind.APPEAL:
        return
    appeal = Appeal.objects.get(review=item)
    with acting(appeal, act, by=by, on=on):
        appeal.decided_on = on


def bound(item: AgendaItem, amount: Decimal | None, months: int | None, instalment: Decimal | None) -> None:
    """The limits of the opinion: those voted, else those of the sheet."""
    sheet = item.sheet
    item.amount_limit = amount or _euros(sheet.get("amount"))
    item.months_limit = months or sheet.get("months_limit")
    item.instalment_limit = instalment or _euros(sheet.get("instalment"))


def _euros(written: str | None) -> Decimal | None:
    return Decimal(written) if written else None


def give_favourable_opinion(
    item: AgendaItem, *, by: Actor, on: date, revision: int | None = None
) -> AgendaItem:
    """As asked."""
    with judging(item, Act.GIVE_FAVOURABLE_OPINION, by=by, on=on, revision=revision):
        check_quorum(item)
        bound(item, None, None, None)
    settle_appeal(item, Act.REVERSE_REFUSAL, by=by, on=on)
    return item


def give_conditional_opinion(
    item: AgendaItem,
    *,
    by: Actor,
    on: date,
    conditions: Sequence[str],
    note: str = "",
    amount_limit: Decimal | None = None,
    months_limit: int | None = None,
    instalment_limit: Decimal | None = None,
    revision: int | None = None,
) -> AgendaItem:
    """Favourable, provided coded conditions are met or limits kept."""
    if not conditions and not (amount_limit or months_limit or instalment_limit):
        raise ValidationError("Choisissez au moins une condition ou fixez une limite.")
    if "other" in conditions and not note:
        raise ValidationError({"note": "Écrivez l’autre condition."})
    told = {"condition": conditions[0]} if len(conditions) == 1 else {}
    with judging(item, Act.GIVE_CONDITIONAL_OPINION, by=by, on=on, revision=revision, **told):
        check_quorum(item)
        item.conditions, item.conditions_met, item.condition_note = list(conditions), [], note
        bound(item, amount_limit, months_limit, instalment_limit)
    settle_appeal(item, Act.REVERSE_REFUSAL, by=by, on=on)
    return item


def adjourn_opinion(
    item: AgendaItem,
    *,
    by: Actor,
    on: date,
    adjournment_reason: str,
    note: str = "",
    revision: int | None = None,
) -> AgendaItem:
    """Put off to another session, for a coded reason; without quorum nothing else is possible."""
    if item.kind == ItemKind.APPEAL:
        raise ValidationError("Un recours est confirmé ou levé : il ne s’ajourne pas.")
    with judging(
        item, Act.ADJOURN_OPINION, by=by, on=on, revision=revision, adjournment_reason=adjournment_reason
    ):
        if adjournment_reason != NO_QUORUM:
            check_quorum(item)
        item.adjournment_reason, item.condition_note = adjournment_reason, note
    return item


def give_unfavourable_opinion(
    item: AgendaItem, *, by: Actor, on: date, opinion_reason: str, motives: str, revision: int | None = None
) -> AgendaItem:
    """Unfavourable, for a coded reason and motives written in law and in fact."""
    if not motives.strip():
        raise ValidationError({"motives": "Écrivez les motifs : la personne doit pouvoir les comprendre."})
    with judging(
        item,
        Act.GIVE_UNFAVOURABLE_OPINION,
        by=by,
        on=on,
        revision=revision,
        opinion_reason=opinion_reason,
    ):
        check_quorum(item)
        item.opinion_reason, item.motives = opinion_reason, motives
    settle_appeal(item, Act.UPHOLD_REFUSAL, by=by, on=on)
    return item


def rectify_opinion(item: AgendaItem, *, by: Actor, on: date, revision: int | None = None) -> AgendaItem:
    """Take back an opinion entered by mistake, while the session is held."""
    if item.kind == ItemKind.APPEAL:
        raise ValidationError("L’avis rendu sur un recours ne se rectifie pas.")
    with judging(item, Act.RECTIFY_OPINION, by=by, on=on, revision=revision):
        item.conditions, item.conditions_met, item.condition_note = [], [], ""
        item.amount_limit = item.months_limit = item.instalment_limit = None
        item.adjournment_reason = item.opinion_reason = item.motives = ""
        item.opinion_on = None
    return item


def meet_condition(
    item: AgendaItem, *, by: Actor, on: date, condition: str, revision: int | None = None
) -> AgendaItem:
    """Record that what the commission asked for is done."""
    with acting(item, Act.MEET_CONDITION, by=by, on=on, revision=revision, condition=condition):
        if condition not in item.unmet_conditions:
            raise ValidationError({"condition": "Cette condition est déjà remplie."})
        item.conditions_met = [*item.conditions_met, condition]
    return item


def notify_opinion(
    item: AgendaItem, *, by: Actor, on: date, notified_on: date, channel: str, revision: int | None = None
) -> AgendaItem:
    """Write the letter that tells the person, and keep the day she was told: the appeal runs from it."""
    if item.kind == ItemKind.REFUND:
        raise ValidationError("Cet avis se notifie avec la décision, depuis la page du remboursement.")
    if item.session.state != "closed":
        raise ValidationError("Les avis se notifient une fois la séance close.")
    if item.opinion_on is None or not item.opinion_on <= notified_on <= on:
        raise ValidationError(
            {"notified_on": "La notification suit l’avis, et ne peut pas être dans l’avenir."}
        )
    with acting(item, Act.NOTIFY_OPINION, by=by, on=on, revision=revision) as step:
        item.notified_on = notified_on
        step.tell(notified_on=notified_on, channel=channel)
        opinion_letter(item, by=by, on=on)
    return item
