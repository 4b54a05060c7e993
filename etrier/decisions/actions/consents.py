"""What the person agrees to, and takes back."""

from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.accounts.models import Partner
from etrier.decisions.models import Consent
from etrier.domain.lifecycle import Act
from etrier.files.models import File
from etrier.journal.door import acting, opening


def record_consent(
    file: File,
    *,
    by: Actor,
    on: date,
    consent: str,
    given_on: date,
    channel: str,
    partner: Partner | None = None,
    note: str = "",
) -> Consent:
    """Keep what the person agreed to: `consent` and `channel` are codes, `partner` the bank it names."""
    if given_on > on:
        raise ValidationError({"given_on": "Un accord ne peut pas être donné dans l’avenir."})
    row = Consent(
        organisation_id=file.organisation_id,
        file=file,
        consent=consent,
        partner=partner,
        given_on=given_on,
        channel=channel,
        note=note,
    )
    with opening(row, Act.RECORD_CONSENT, by=by, on=on, consent=consent):
        pass
    return row


def withdraw_consent(
    consent: Consent, *, by: Actor, on: date, withdrawn_on: date, revision: int | None = None
) -> Consent:
    """Record that the person no longer agrees; what was already sent stays written."""
    if withdrawn_on > on:
        raise ValidationError({"withdrawn_on": "Un accord ne peut pas être retiré dans l’avenir."})
    with acting(consent, Act.WITHDRAW_CONSENT, by=by, on=on, revision=revision, consent=consent.consent):
        if withdrawn_on < consent.given_on:
            raise ValidationError(
                {"withdrawn_on": "Un accord ne peut pas être retiré avant d’avoir été donné."}
            )
        consent.withdrawn_on = withdrawn_on
    return consent
