"""The charte de l'accompagnement: drawn up as the dispositif says, signed by each party."""

from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.reading import application_of
from etrier.database.reading import rows_where
from etrier.database.writing import add
from etrier.documents.actions import write_letter
from etrier.documents.models import Document
from etrier.domain.lifecycle import Act
from etrier.domain.scheme.choices import Charter as Parties
from etrier.files.models import File
from etrier.journal.door import acting, opening
from etrier.loans.letters import charter_facts
from etrier.loans.models import Charter, CharterSignature, Offer


def draw_up_charter(file: File, *, by: Actor, on: date) -> Charter:
    """Draw up the charter that the dispositif asks for, as a letter to be signed."""
    application = application_of(file.pk)
    parties = application.dispositif.parsed.charter.parties
    if parties is Parties.NONE:
        raise ValidationError("Ce dispositif ne prévoit pas de charte de l’accompagnement.")
    offer = Offer.objects.current_of(file)
    data = charter_facts(application, offer, parties)
    charter = Charter(organisation_id=file.organisation_id, file=file, parties=parties, drawn_up_on=on)
    charter.letter = write_letter(file, by=by, on=on, letter_code="charter", data=data)
    with opening(charter, Act.DRAW_UP_CHARTER, by=by, on=on):
        pass
    return charter


def sign_charter(
    charter: Charter,
    *,
    by: Actor,
    on: date,
    party: str,
    document: Document | None = None,
    revision: int | None = None,
) -> Charter:
    """Record one party's signature; the last one completes the charter."""
    missing = missing_parties(charter)
    last = missing == [party]
    act = Act.COMPLETE_CHARTER if last else Act.SIGN_CHARTER
    with acting(charter, act, by=by, on=on, revision=revision, party=party):
        if party not in missing_parties(charter):  # read again under the lock
            raise ValidationError({"party": "Cette signature est déjà enregistrée, ou n’est pas demandée."})
        if on < charter.drawn_up_on:
            raise ValidationError({"on": "La signature précède l’établissement de la charte."})
        add(
            CharterSignature(
                organisation_id=charter.organisation_id, charter=charter, party=party, signed_on=on
            )
        )
        charter.document = document or charter.document
        if last:
            charter.signed_on = on
    return charter


def missing_parties(charter: Charter) -> list[str]:
    """Codes of those who have not signed yet, in order."""
    signed = {one.party for one in rows_where(CharterSignature, charter=charter)}
    return [party for party in charter.signatories if party not in signed]


def cancel_charter(charter: Charter, *, by: Actor, on: date, revision: int | None = None) -> Charter:
    """Withdraw a charter that is not signed by all, to draw up another."""
    with acting(charter, Act.CANCEL_CHARTER, by=by, on=on, revision=revision):
        pass
    return charter
