"""The one letter that the CCAS writes about an unpaid instalment."""

from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.documents.actions import write_letter
from etrier.documents.models import Letter
from etrier.domain.wording import day, euros
from etrier.followup.actions.difficulties import FROZEN
from etrier.followup.models import Difficulty, MissedInstalment, UnpaidLetter
from etrier.journal.door import lock
from etrier.loans.accounts import account_of
from etrier.people.models import Person, Way

TWICE = "Un courrier a déjà été écrit pour cette échéance : jamais deux."


def may_be_written(difficulty: Difficulty, number: int, on: date) -> str:
    """Why no letter may leave about this instalment, in French; empty when one may."""
    if not difficulty.pending:
        return "Cette difficulté est close."
    if difficulty.frozen:
        return FROZEN
    applicant = applicant_of(difficulty)
    if not applicant.may_be_reached(Way.LETTER):
        return "Aucun courrier ne peut lui être envoyé à domicile : essayez un autre moyen de la joindre."
    written = UnpaidLetter.objects.filter(loan=difficulty.loan_id, number=number).select_related("letter")
    if any(one.letter.state != "cancelled" for one in written):
        return TWICE
    if number not in {line.number for line in account_of(difficulty.loan, on).unpaid}:
        return f"L’échéance {number} n’est pas impayée, d’après la banque : il n’y a rien à écrire."
    return ""


def applicant_of(difficulty: Difficulty) -> Person:
    """Who the letter is for."""
    return Application.objects.select_related("applicant").get(file=difficulty.file_id).applicant


def write_unpaid_letter(difficulty: Difficulty, missed: MissedInstalment, *, by: Actor, on: date) -> Letter:
    """Write to the person about one instalment; refused twice, after a death, or where she forbids it."""
    lock(difficulty)
    if reason := may_be_written(difficulty, missed.number, on):
        raise ValidationError(reason)
    file, applicant = difficulty.file, applicant_of(difficulty)
    data = {
        "organisation": difficulty.organisation.name,
        "organisation_address": difficulty.organisation.address,
        "number": file.number,
        "name": applicant.full_name,
        "address": applicant.address,
        "postcode": applicant.postcode,
        "town": applicant.town,
        "holder": file.holder.full_name if file.holder else "",
        "due_on": day(missed.due_on),
        "amount": euros(missed.amount),
    }
    letter = write_letter(file, by=by, on=on, letter_code="unpaid", data=data)
    UnpaidLetter.objects.update_or_create(
        loan_id=difficulty.loan_id,
        number=missed.number,
        defaults={"letter": letter, "difficulty": difficulty},
        create_defaults={
            "organisation_id": difficulty.organisation_id,
            "file_id": difficulty.file_id,
            "letter": letter,
            "difficulty": difficulty,
        },
    )
    return letter
