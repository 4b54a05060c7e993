"""Sending a file to a bank the person chose, reminding it, taking the file back."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.findings import findings_of
from etrier.applications.models import Application
from etrier.applications.rows import StudyRows
from etrier.decisions.actions.consents import record_consent
from etrier.decisions.banks import BankChoice, banks_for
from etrier.decisions.guarantee import release_reserved
from etrier.decisions.models import Transmission
from etrier.decisions.obstacles import obstacles
from etrier.decisions.pack import bank_pack
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting, opening
from etrier.schemes.models import Agreement

NOT_OFFERED = "Cette banque ne prête pas pour ce produit, ou sa convention n’est pas en vigueur."


def chosen(application: Application, agreement: Agreement, on: date) -> BankChoice:
    """The bank, if it may be chosen that day. Raises `ValidationError` with the reason otherwise."""
    choice = next((c for c in banks_for(application, on) if c.agreement.pk == agreement.pk), None)
    if choice is None:
        raise ValidationError({"agreement": NOT_OFFERED})
    if choice.unavailable:
        raise ValidationError({"agreement": choice.unavailable})
    return choice


def check_promises(
    rows: StudyRows, agreement: Agreement, signed_on: date | None, contact_on: date | None, on: date
) -> None:
    """What still blocks once the bank and the promises of the support are known: a signed commitment and a
    first contact planned, where support is compulsory."""
    if signed_on is not None and signed_on > on:
        raise ValidationError({"support_signed_on": "L’engagement ne peut pas être signé dans l’avenir."})
    if contact_on is not None and contact_on < on:
        raise ValidationError({"first_contact_on": "Le premier contact doit être prévu, pas déjà passé."})
    found = findings_of(
        rows.application,
        on,
        bank=agreement.code,
        support_committed=True if signed_on is not None else None,
        first_contact_planned=contact_on is not None,
        rows=rows,
    )
    if blocking := [judged.sentence for judged in found if judged.blocking]:
        raise ValidationError(blocking)


def transmit(
    application: Application,
    *,
    by: Actor,
    on: date,
    agreement: Agreement,
    given_on: date,
    consent_channel: str,
    channel: str,
    support_signed_on: date | None = None,
    first_contact_on: date | None = None,
    revision: int | None = None,
) -> Transmission:
    """Freeze the pack and send it to the bank the person chose, with her consent for that bank.

    Raises `ValidationError` listing everything that prevents it.
    """
    with acting(application, Act.TRANSMIT, by=by, on=on, revision=revision) as step:
        rows = StudyRows(application)
        if found := obstacles(application, on, rows):
            raise ValidationError(list(found))
        choice = chosen(application, agreement, on)
        check_promises(rows, agreement, support_signed_on, first_contact_on, on)
        consent = record_consent(
            application.file,
            by=by,
            on=on,
            consent="transmission",
            given_on=given_on,
            channel=consent_channel,
            partner=agreement.partner,
        )
        if application.amount is None or application.months is None:
            raise ValueError("a request without amount or term has an obstacle")
        transmission = Transmission(
            organisation_id=application.organisation_id,
            file=application.file,
            agreement=agreement,
            partner=agreement.partner,
            consent=consent,
            channel=channel,
            pack=bank_pack(application, choice.terms, on, rows),
            product_code=application.product_code,
            amount=application.amount,
            months=application.months,
            sent_on=on,
            answer_due_on=on + timedelta(days=choice.terms.answer_days),
            support_signed_on=support_signed_on,
            first_contact_on=first_contact_on,
        )
        figures = {"partner_id": agreement.partner_id, "amount": application.amount}
        step.tell(**figures)
        with opening(transmission, Act.TRANSMIT, by=by, on=on, **figures):
            pass
    return transmission


def remind_bank(
    transmission: Transmission, *, by: Actor, on: date, channel: str, revision: int | None = None
) -> Transmission:
    """Note that the bank was reminded of the file it has in hand."""
    with acting(transmission, Act.REMIND_BANK, by=by, on=on, revision=revision, channel=channel):
        transmission.reminded_on = on
        transmission.reminders += 1
    return transmission


def recall_transmission(
    transmission: Transmission, *, by: Actor, on: date, revision: int | None = None
) -> Transmission:
    """Take the file back; a guarantee reserved for it is freed."""
    with acting(transmission, Act.RECALL_TRANSMISSION, by=by, on=on, revision=revision):
        if transmission.state == "accepted":
            release_reserved(transmission, by=by, on=on)
        transmission.ended_on = on
    return transmission


def close_unanswered(
    transmission: Transmission, *, by: Actor, on: date, revision: int | None = None
) -> Transmission:
    """Stop waiting, by a person's decision, for a bank that was reminded and stayed silent."""
    with acting(transmission, Act.CLOSE_UNANSWERED, by=by, on=on, revision=revision):
        if not transmission.reminders:
            raise ValidationError("Relancez d’abord la banque : elle n’a encore reçu aucun rappel.")
        if on < transmission.answer_due_on:
            raise ValidationError(
                f"La banque a jusqu’au {transmission.answer_due_on:%d/%m/%Y} pour répondre."
            )
        transmission.ended_on = on
    return transmission


def reopen_transmission(
    transmission: Transmission, *, by: Actor, on: date, revision: int | None = None
) -> Transmission:
    """Go on with a bank that answers at last, unless another has the file meanwhile."""
    with acting(transmission, Act.REOPEN_TRANSMISSION, by=by, on=on, revision=revision):
        several = transmission.file.application.dispositif.parsed.transmission.several_at_once
        others = Transmission.objects.filter(file=transmission.file_id).open().exclude(pk=transmission.pk)
        if not several and others.exists():
            raise ValidationError(
                "Une autre banque a maintenant ce dossier en main : retirez-le-lui d’abord."
            )
        transmission.ended_on = None
    return transmission
