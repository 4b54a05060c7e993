"""The commission on a refund, and the appeal against a refusal. Its opinion stands on its agenda: this
stage looks back at it, and carries it over."""

from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.reading import application_of
from etrier.decisions.actions.agenda import put_on_agenda
from etrier.decisions.models import AgendaItem, ItemKind, Session
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting
from etrier.outcomes.actions.refunds import forget_refusal, rejudge
from etrier.outcomes.judging import check_due
from etrier.outcomes.models import Refund
from etrier.outcomes.sheet import refund_sheet


def send_refund_to_committee(
    found: Refund, *, by: Actor, on: date, session: Session, revision: int | None = None
) -> Refund:
    """Put a refund on a session's agenda, with its anonymous sheet."""
    with acting(
        found,
        Act.SEND_REFUND_TO_COMMITTEE,
        by=by,
        on=on,
        revision=revision,
        session_on=session.session_on,
    ):
        if not found.by_committee or found.approved_on is not None:
            raise ValidationError("Ce remboursement n’a pas à passer en commission.")
        if found.details_on is None:
            raise ValidationError(
                "Enregistrez d’abord le RIB : le remboursement suivra l’avis sans attendre."
            )
        rejudge(found, on, None)
        check_due(found)
        application = application_of(found.file_id)
        found.item = put_on_agenda(
            session,
            application.file,
            kind=ItemKind.REFUND,
            sheet=refund_sheet(found, application, on),
            by=by,
            on=on,
        )
    return found


def opinion_of(found: Refund) -> AgendaItem:
    """The item that the commission examined, once its session is closed. Raises `ValidationError`."""
    item = found.item
    if item is None or (item.session.state != "closed" and item.state != "withdrawn"):
        raise ValidationError("La commission n’a pas encore rendu son avis, ou sa séance n’est pas close.")
    return item


def approve_refund(found: Refund, *, by: Actor, on: date, revision: int | None = None) -> Refund:
    """Carry over a favourable opinion, its conditions met."""
    with acting(found, Act.APPROVE_REFUND, by=by, on=on, revision=revision) as step:
        item = opinion_of(found)
        if not item.favourable:
            raise ValidationError("L’avis de la commission n’est pas favorable.")
        if item.unmet_conditions:
            raise ValidationError(
                "La commission a posé des conditions : notez d’abord qu’elles sont remplies."
            )
        found.approved_on = item.opinion_on
        step.tell(amount=found.amount)
    return found


def adjourn_refund(found: Refund, *, by: Actor, on: date, revision: int | None = None) -> Refund:
    """Carry over an adjournment, an item withdrawn, or take back an approval the account no longer bears."""
    with acting(found, Act.ADJOURN_REFUND, by=by, on=on, revision=revision):
        item = opinion_of(found)
        if item.state == "unfavourable":
            raise ValidationError("L’avis de la commission est défavorable : refusez le remboursement.")
        found.approved_on = None
    return found


def lodge_appeal(
    found: Refund, *, by: Actor, on: date, received_on: date, text: str = "", revision: int | None = None
) -> Refund:
    """Record that the person contests the refusal; an appeal that comes late is recorded too."""
    with acting(found, Act.LODGE_APPEAL, by=by, on=on, revision=revision, received_on=received_on):
        if found.appeal_pending:
            raise ValidationError("Un recours est déjà en cours contre ce refus.")
        if found.notified_on is None or not found.notified_on <= received_on <= on:
            raise ValidationError(
                {"received_on": "Le recours suit la notification, et ne peut pas être reçu dans l’avenir."}
            )
        found.appeal_on, found.appeal_text, found.appeal_decided_on = received_on, text, None
    return found


def check_appeal(found: Refund) -> None:
    """An answer answers something."""
    if not found.appeal_pending:
        raise ValidationError("Aucun recours n’attend de réponse : enregistrez-le d’abord.")


def uphold_refusal(found: Refund, *, by: Actor, on: date, revision: int | None = None) -> Refund:
    """The appeal was examined, the refusal stands."""
    with acting(found, Act.UPHOLD_REFUSAL, by=by, on=on, revision=revision):
        check_appeal(found)
        found.appeal_decided_on = on
    return found


def reverse_refusal(
    found: Refund, *, by: Actor, on: date, motive: str, revision: int | None = None
) -> Refund:
    """The appeal was examined, the refund is granted: nobody has to approve it again."""
    if not motive.strip():
        raise ValidationError({"motive": "Écrivez ce qui fait revenir sur le refus."})
    with acting(found, Act.REVERSE_REFUSAL, by=by, on=on, revision=revision):
        check_appeal(found)
        found.exception_motive = motive.strip()
        rejudge(found, on, None)
        check_due(found)
        forget_refusal(found)
        found.appeal_decided_on = found.approved_on = on
    return found
