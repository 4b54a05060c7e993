"""The refund before it is decided: opened, bank details asked and recorded, refused, lapsed, reopened."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.reading import application_of
from etrier.documents import vault
from etrier.domain.account import Account
from etrier.domain.lifecycle import Act
from etrier.domain.wording import day
from etrier.journal.door import acting, lock, opening
from etrier.loans.models import Loan
from etrier.outcomes import letters
from etrier.outcomes.holders import holders_of
from etrier.outcomes.judging import (
    check_due,
    judge,
    reasons_to_refuse,
    refunds_interest,
)
from etrier.outcomes.models import Refund

NOT_REPAID = (
    "La banque n’a pas encore attesté que ce prêt est entièrement remboursé : sans cette attestation,"
    " aucun remboursement d’intérêts ne s’ouvre."
)
NO_REFUND = "Le dispositif de ce dossier ne rembourse pas les intérêts."


def open_refund(
    loan: Loan,
    *,
    by: Actor,
    on: date,
    certificate: Decimal | None = None,
    account: Account | None = None,
) -> Refund:
    """Let the policy speak on a loan that the bank says repaid. `account`: its account that day, if known."""
    lock(loan)
    if loan.state != "paid_off" or loan.ended_on is None:
        raise ValidationError(NOT_REPAID)
    if on < loan.ended_on:
        raise ValidationError(f"La banque a attesté le remboursement le {day(loan.ended_on)}.")
    application = application_of(loan.file_id)
    dispositif = application.dispositif
    if not refunds_interest(dispositif):
        raise ValidationError(NO_REFUND)
    found = Refund(
        organisation_id=loan.organisation_id,
        file_id=loan.file_id,
        loan=loan,
        opened_on=on,
        by_committee=dispositif.parsed.committee.before_refund,
        certificate=certificate,
    )
    judge(found, on, dispositif=dispositif, account=account)
    with opening(found, Act.OPEN_REFUND, by=by, on=on, amount=found.amount):
        pass
    return found


def rejudge(found: Refund, on: date, certificate: Decimal | None) -> None:
    """Let the policy speak again, with the bank's certificate when it came meanwhile."""
    if certificate is not None:
        found.certificate = certificate
    judge(found, on, dispositif=application_of(found.file_id).dispositif)


def ask_bank_details(
    found: Refund,
    *,
    by: Actor,
    on: date,
    certificate: Decimal | None = None,
    revision: int | None = None,
) -> Refund:
    """Write to the person that her loan is repaid, that her interest comes back, that her RIB is needed."""
    with acting(found, Act.ASK_BANK_DETAILS, by=by, on=on, revision=revision):
        rejudge(found, on, certificate)
        check_due(found)
        found.asked_on = on
        letters.end_of_loan(found, by=by, on=on)
    return found


def record_bank_details(
    found: Refund,
    *,
    by: Actor,
    on: date,
    iban: str,
    holder: str,
    bic: str = "",
    certificate: Decimal | None = None,
    revision: int | None = None,
) -> Refund:
    """Keep the account the refund goes to: a borrower's, the guardian's, or the estate's."""
    with acting(found, Act.RECORD_BANK_DETAILS, by=by, on=on, revision=revision):
        holders = holders_of(application_of(found.file_id))
        if holder not in holders:
            raise ValidationError(
                {"holder": "Le compte doit être celui d’un emprunteur, de son tuteur ou de sa succession."}
            )
        if found.state in {"to_open", "bank_details_awaited"}:
            rejudge(found, on, certificate)
            check_due(found)
        found.holder, found.holder_name = holder, holders[holder]
        found.sealed_iban, found.bic = vault.seal(found.uid, iban), bic
        found.details_on = on
    return found


def refuse_refund(
    found: Refund,
    *,
    by: Actor,
    on: date,
    reason: str,
    text: str = "",
    notified_on: date | None = None,
    revision: int | None = None,
) -> Refund:
    """Refuse for a coded reason that fits; a decision of the CCAS is notified, and may be appealed."""
    with acting(found, Act.REFUSE_REFUND, by=by, on=on, revision=revision, refund_reason=reason):
        if reason not in reasons_to_refuse(found):
            raise ValidationError({"reason": "Ce motif ne s’applique pas à ce remboursement."})
        if found.state == "at_committee" and reason not in {"opinion", "declined"}:
            raise ValidationError("La commission est saisie : elle rend son avis d’abord.")
        if notified_on is not None and notified_on > on:
            raise ValidationError({"notified_on": "La notification ne peut pas être dans l’avenir."})
        if reason == "opinion" and found.item is not None:
            text = text or found.item.motives
        found.refusal_reason, found.refusal_text = reason, text
        found.refused_on, found.notified_on = on, notified_on or on
        found.appeal_on = found.appeal_decided_on = None
    if reason != "declined":
        letters.refused(found, by=by, on=on)
    return found


def forget_refusal(found: Refund) -> None:
    """What was refused goes on; the journal remembers."""
    found.refusal_reason = found.refusal_text = ""
    found.refused_on = found.notified_on = None


def grant_refund_by_exception(
    found: Refund, *, by: Actor, on: date, motive: str, revision: int | None = None
) -> Refund:
    """Set lateness aside, for a motive written down."""
    if not motive.strip():
        raise ValidationError({"motive": "Écrivez le motif de l’exception."})
    with acting(found, Act.GRANT_REFUND_BY_EXCEPTION, by=by, on=on, revision=revision):
        if found.state == "to_open" and found.granted:
            raise ValidationError("La règle du dispositif accorde ce remboursement : demandez le RIB.")
        found.exception_motive = motive.strip()
        rejudge(found, on, None)
        check_due(found)
        forget_refusal(found)
        found.approved_on = None
    return found


def lapse_refund(found: Refund, *, by: Actor, on: date, revision: int | None = None) -> Refund:
    """Stop waiting for bank details that never came; it may be reopened."""
    with acting(found, Act.LAPSE_REFUND, by=by, on=on, revision=revision):
        if found.details_on is not None:
            raise ValidationError("Le RIB est enregistré : mandatez le remboursement.")
        found.lapsed_on = on
    return found


def reopen_refund(found: Refund, *, by: Actor, on: date, revision: int | None = None) -> Refund:
    """The person came back: the wait for her bank details begins again."""
    with acting(found, Act.REOPEN_REFUND, by=by, on=on, revision=revision):
        found.lapsed_on, found.asked_on = None, on
    return found
