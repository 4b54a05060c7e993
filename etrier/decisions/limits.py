"""What the bank may propose without the file being judged anew."""

from decimal import Decimal

from etrier.decisions.models import AgendaItem, BankAnswer, ItemKind, Transmission
from etrier.domain.opinion import Limits, instalment_of, outside


def limits_of(transmission: Transmission) -> Limits:
    """Those of the commission's opinion where it sits before the bank; else what was asked for.

    Without a commission the worker judged the amount and the instalment asked for, over any term of the
    product.
    """
    application = transmission.file.application
    dispositif = application.dispositif.parsed
    if dispositif.committee.before_bank:
        item = AgendaItem.objects.judged(transmission.file, ItemKind.APPLICATION, ItemKind.APPEAL)
        if item is not None and item.favourable:
            return item.limits
    terms = transmission.agreement.terms(application.dispositif)
    rate = terms.rate(transmission.product_code) or Decimal(0)
    product = dispositif.product(transmission.product_code)
    return Limits(
        amount=transmission.amount,
        months=max(transmission.months, product.months.max) if product else transmission.months,
        instalment=instalment_of(transmission.amount, rate, transmission.months, transmission.sent_on),
    )


def leaves_the_limits(transmission: Transmission, answer: BankAnswer) -> tuple[str, ...]:
    """Why a counter-offer needs a new judgement, in French; nothing when the person's yes is enough."""
    if answer.amount is None or answer.months is None or answer.yearly_rate is None:
        raise ValueError("a counter-offer has terms")
    return outside(
        limits_of(transmission), answer.amount, answer.yearly_rate, answer.months, answer.received_on
    )
