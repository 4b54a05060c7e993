"""The money leaves the bank: the loan begins, its schedule is written, the guarantee is committed."""

from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.applications.reading import application_of
from etrier.domain.lifecycle import Act
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Schedule, schedule_of
from etrier.domain.wording import day
from etrier.funds.actions import commit_guarantee
from etrier.funds.models import Commitment
from etrier.journal.door import acting, opening
from etrier.loans.facts import Source, keep_fact
from etrier.loans.models import Loan, Offer
from etrier.loans.schedules import keep_version, plan_of


def disburse(
    offer: Offer,
    *,
    by: Actor,
    on: date,
    source: Source,
    first_due_on: date | None = None,
    revision: int | None = None,
) -> Loan:
    """Record that the bank paid the loan out, on `on`; line 1 is due a month later unless given."""
    application = application_of(offer.file_id)
    amount = offer.principal
    with (
        acting(application, Act.DISBURSE, by=by, on=on, amount=amount),
        acting(offer, Act.DISBURSE, by=by, on=on, revision=revision, amount=amount),
    ):
        check_day(offer, on)
        schedule = contract(offer, on, first_due_on)
        loan = _loan(offer, application, schedule, on)
        commitment = Commitment.objects.live_of(offer.file)
        if commitment is not None and loan.guarantor == "ccas":
            loan.commitment = commitment
        with opening(loan, Act.DISBURSE, by=by, on=on, amount=amount):
            keep_version(loan, schedule, on=on, cause="contract")
            keep_fact(loan, Act.DISBURSE, on, source)
        if loan.commitment is not None:
            commit_guarantee(loan.commitment, by=by, on=on, principal=loan.principal, plan=plan_of(schedule))
    return loan


def check_day(offer: Offer, on: date) -> None:
    """No money may pass during the seven days that follow the signature (code conso., art. L. 312-25)."""
    first = offer.payable_from
    if first is not None and on < first:
        raise ValidationError({"on": f"Aucun paiement n’est possible avant le {day(first)}, sept jours pleins"
                                     " après la signature : vérifiez la date."})  # fmt: skip


def contract(offer: Offer, on: date, first_due_on: date | None) -> Schedule:
    """The contract's schedule from the real dates. Raises `ValidationError`."""
    try:
        return schedule_of(offer.terms(on, first_due_on))
    except Refused as refusal:
        raise ValidationError(refusal.sentence) from refusal


def _loan(offer: Offer, application: Application, schedule: Schedule, on: date) -> Loan:
    terms = offer.agreement.terms(application.dispositif)
    product = application.product
    if product is None:
        raise ValidationError("La demande n’a pas de produit : complétez-la.")
    return Loan(
        organisation_id=offer.organisation_id,
        file_id=offer.file_id,
        offer=offer,
        agreement=offer.agreement,
        partner_id=offer.agreement.partner_id,
        product_code=application.product_code,
        principal=offer.principal,
        yearly_rate=offer.yearly_rate,
        months=offer.months,
        fees=offer.fees,
        insurance_monthly=offer.insurance_monthly,
        insurance_compulsory=offer.insurance_compulsory,
        apr=schedule.apr,
        disbursed_on=on,
        first_due_on=schedule.terms.first_line_on,
        ends_on=schedule.end_on,
        reporting=terms.reporting.mode,
        presumption_days=terms.reporting.grace_days,
        late_grace_days=application.dispositif.parsed.refund.grace_days,
        known_on=on,
        look_on=schedule.due_on[0],
        guarantor=product.guarantee.guarantor,
        guarantee_share=product.guarantee.share,
    )
