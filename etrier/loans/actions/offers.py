"""The offer: issued by the bank, replaced, declined, left to lapse, signed, withdrawn from."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.applications.reading import application_of
from etrier.database.reading import row_where
from etrier.decisions.models import Transmission
from etrier.domain.lifecycle import Act
from etrier.domain.money import ZERO
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Schedule, schedule_of
from etrier.domain.usury import UsuryCheck, check_usury
from etrier.domain.wording import day, euros
from etrier.funds.actions import release_guarantee, reserve_guarantee
from etrier.funds.models import Commitment
from etrier.journal.door import acting, opening
from etrier.loans.facts import Source, keep_fact
from etrier.loans.models import Loan, Offer, UsuryThreshold


@dataclass(frozen=True, slots=True)
class Figures:
    """What the bank writes on its offer. Euros, percent per year, months."""

    principal: Decimal
    yearly_rate: Decimal
    months: int
    bank_apr: Decimal
    expires_on: date
    disbursement_on: date
    first_due_on: date | None = None
    fees: Decimal = ZERO
    insurance_monthly: Decimal = ZERO
    insurance_compulsory: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """An offer as we compute it: its schedule, our TAEG, the usury threshold of its day if one is known."""

    schedule: Schedule
    apr: Decimal
    usury: UsuryCheck | None


def judge(offer: Offer) -> Judged:
    """Compute what the bank's figures amount to. Raises `ValidationError` when they make no sense."""
    try:
        schedule = schedule_of(offer.terms())
        apr = schedule.apr
    except Refused as refusal:
        raise ValidationError(refusal.sentence) from refusal
    thresholds = UsuryThreshold.objects.filter(organisation_id=offer.organisation_id).parameter()
    try:
        usury = check_usury(apr, offer.principal, offer.offered_on, thresholds)
    except Refused:
        usury = None
    return Judged(schedule, apr, usury)


def issue_offer(
    transmission: Transmission,
    *,
    by: Actor,
    on: date,
    figures: Figures,
    source: Source,
    replaces: Offer | None = None,
) -> Offer:
    """Record the offer that the bank issues on what it accepted. `on` is the day of the offer."""
    application = application_of(transmission.file_id)
    amount, months = figures.principal, figures.months
    with (
        acting(application, Act.ISSUE_OFFER, by=by, on=on, amount=amount, months=months),
        acting(transmission, Act.ISSUE_OFFER, by=by, on=on, amount=amount, months=months),
    ):
        _check_issue(transmission, on, figures)
        offer = drawn(transmission, on, figures)
        offer.replaces = replaces
        told = {"amount": amount, "months": months, "expires_on": offer.expires_on}
        with opening(offer, Act.ISSUE_OFFER, by=by, on=on) as step:
            step.tell(**told)
            keep_fact(offer, Act.ISSUE_OFFER, on, source)
            _guarantee_again(offer, application, by=by, on=on)
    return offer


def replace_offer(
    offer: Offer, *, by: Actor, on: date, figures: Figures, source: Source, revision: int | None = None
) -> Offer:
    """The bank issues another offer in the place of one that is not signed."""
    with acting(offer, Act.REPLACE_OFFER, by=by, on=on, revision=revision):
        offer.ended_on = on
    return issue_offer(offer.transmission, by=by, on=on, figures=figures, source=source, replaces=offer)


def drawn(transmission: Transmission, on: date, figures: Figures) -> Offer:
    """The offer these figures make, judged but not kept: what the page shows before it is recorded."""
    offer = Offer(
        organisation_id=transmission.organisation_id,
        file_id=transmission.file_id,
        transmission=transmission,
        agreement_id=transmission.agreement_id,
        offered_on=on,
        **asdict(figures),
    )
    judged = judge(offer)
    offer.our_apr = judged.apr
    if judged.usury is not None:
        offer.usury_rate, offer.usury_since = judged.usury.threshold, judged.usury.since
    return offer


def _check_issue(transmission: Transmission, on: date, figures: Figures) -> None:
    """The offer follows the bank's acceptance, on its terms or below."""
    if row_where(Loan, file=transmission.file_id) is not None:
        raise ValidationError("Ce dossier a déjà porté un prêt : ouvrez une nouvelle demande.")
    if transmission.answered_on is not None and on < transmission.answered_on:
        accepted = day(transmission.answered_on)
        raise ValidationError({"on": f"La banque a accepté le {accepted} : l’offre vient après."})
    agreed = transmission.agreed_amount
    if agreed is not None and figures.principal > agreed:
        raise ValidationError(
            {
                "principal": f"La banque a accepté {euros(agreed)} : pour un montant plus élevé, enregistrez"
                " d’abord sa nouvelle réponse."
            }
        )
    if figures.disbursement_on < on:
        raise ValidationError({"disbursement_on": "Le déblocage prévu précède l’offre : corrigez la date."})


def _guarantee_again(offer: Offer, application: Application, *, by: Actor, on: date) -> None:
    """Where an earlier offer lapsed, its reservation was released: this one needs its own."""
    product = application.product
    if product is None or not product.guaranteed_by_ccas:
        return
    if Commitment.objects.live_of(application.file) is None:
        reserve_guarantee(
            application.file, by=by, on=on, principal=offer.principal, share=product.guarantee.share
        )


def decline_offer(offer: Offer, *, by: Actor, on: date, revision: int | None = None) -> Offer:
    """The person does not want this offer; the file stays with the bank, which may make another."""
    application = application_of(offer.file_id)
    with (
        acting(application, Act.DECLINE_OFFER, by=by, on=on),
        acting(offer, Act.DECLINE_OFFER, by=by, on=on, revision=revision),
    ):
        offer.ended_on = on
    return offer


def lapse_offer(offer: Offer, *, by: Actor, on: date, revision: int | None = None) -> Offer:
    """The offer was not signed in time; the guarantee reserved for it is free again."""
    application = application_of(offer.file_id)
    with (
        acting(application, Act.LAPSE_OFFER, by=by, on=on),
        acting(offer, Act.LAPSE_OFFER, by=by, on=on, revision=revision),
    ):
        if on <= offer.expires_on:
            raise ValidationError(f"L’offre reste valable jusqu’au {day(offer.expires_on)}.")
        offer.ended_on = on
        release_for(offer, by=by, on=on, reason="lapsed")
    return offer


def release_for(offer: Offer, *, by: Actor, on: date, reason: str) -> None:
    """Free the CCAS's guarantee of a file, where there is one."""
    commitment = Commitment.objects.live_of(offer.file)
    if commitment is not None:
        release_guarantee(commitment, by=by, on=on, reason=reason)


def sign_offer(offer: Offer, *, by: Actor, on: date, source: Source, revision: int | None = None) -> Offer:
    """The borrower signs, on `on`: 14 days to withdraw, no payment either way during 7."""
    application = application_of(offer.file_id)
    with (
        acting(application, Act.SIGN_OFFER, by=by, on=on),
        acting(offer, Act.SIGN_OFFER, by=by, on=on, revision=revision),
    ):
        if on < offer.offered_on:
            raise ValidationError(
                {"on": f"L’offre date du {day(offer.offered_on)} : la signature vient après."}
            )
        if on > offer.expires_on:
            raise ValidationError(
                {"on": f"L’offre a expiré le {day(offer.expires_on)} : il en faut une autre."}
            )
        offer.signed_on = on
        keep_fact(offer, Act.SIGN_OFFER, on, source)
    return offer
