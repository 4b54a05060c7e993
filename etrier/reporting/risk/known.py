"""What the page may start from: the dispositif in force, the envelope, the loans guaranteed today."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etrier.accounts.actor import Actor
from etrier.accounts.models import Organisation
from etrier.domain.french import typeset
from etrier.domain.money import ZERO
from etrier.domain.risk import Loans, running_loan
from etrier.domain.scheme.agreements import Agreement
from etrier.domain.scheme.choices import CallBase
from etrier.domain.scheme.products import Product
from etrier.domain.scheme.schema import Scheme
from etrier.domain.wording import euros, number, plural
from etrier.funds.models import Commitment, Envelope
from etrier.reporting.risk.forms import COMING
from etrier.schemes.models import Dispositif

USUAL_COUNT, USUAL_AMOUNT, USUAL_MONTHS = 40, Decimal(1500), 24
"""Of a CCAS that has neither a dispositif in force nor a loan guaranteed."""
PRUDENT_RATE = Decimal("3.2")
"""The highest loss observed in France in 2008–2010, percent."""
ONE_BY_ONE = 500
"""Beyond so many loans in course, reading them one by one would make the page wait."""


@dataclass(frozen=True, slots=True)
class Known:
    """Where the assumptions begin, and the guarantees that run."""

    beginning: dict[str, str]
    running: tuple[Commitment, ...]

    @property
    def owed(self) -> Decimal:
        return sum((row.outstanding for row in self.running), ZERO)

    @property
    def choice(self) -> str:
        """The loans guaranteed today as a choice of the form; nothing when there are none."""
        if not self.running:
            return ""
        count = plural(len(self.running), "prêt garanti", "prêts garantis")
        return typeset(f"Aujourd’hui : {count}, {euros(self.owed)} restant dus")


def known(actor: Actor, organisation: Organisation, on: date) -> Known:
    """Read what this CCAS already knows, in three queries."""
    dispositif = Dispositif.objects.in_force(organisation, on)
    envelope = Envelope.objects.in_force(organisation, on)
    granted = list(
        Commitment.objects.visible_to(actor).exclude(state="reserved").order_by("-pk")[:ONE_BY_ONE]
    )
    running = tuple(row for row in granted if row.state == "committed" and row.outstanding)
    return Known(_beginning(dispositif.parsed if dispositif else None, envelope, granted), running)


def _beginning(scheme: Scheme | None, envelope: Envelope | None, granted: list[Commitment]) -> dict[str, str]:
    product = _product(scheme)
    agreement = _agreement(scheme, product)
    amount = product.amount.max if product else USUAL_AMOUNT
    months = product.months.max if product else USUAL_MONTHS
    if granted:
        amount = _round(sum((row.principal for row in granted), ZERO) / len(granted))
        lengths = [len(row.plan) for row in granted if row.plan]
        months = round(sum(lengths) / len(lengths)) if lengths else months
    rate = agreement.rate(product.code) if agreement and product else None
    return {
        "loans": COMING,
        "count_1": number(len(granted) or USUAL_COUNT),
        "amount_1": number(amount),
        "months": str(months),
        "rate": number(rate or Decimal(4)),
        "share": number(product.guarantee.share if product else Decimal(50)),
        "base": (agreement.guarantee_call.base if agreement else CallBase.PRINCIPAL).value,
        "default_rate": number(PRUDENT_RATE),
        "recovery_rate": "0",
        "when": "any",
        "envelope": number(envelope.voted) if envelope else "",
    }


def _product(scheme: Scheme | None) -> Product | None:
    """The product that the CCAS guarantees itself, or the first one."""
    products = scheme.products if scheme else ()
    return next((one for one in products if one.guaranteed_by_ccas), products[0] if products else None)


def _agreement(scheme: Scheme | None, product: Product | None) -> Agreement | None:
    """The first bank that lends this product."""
    agreements = scheme.agreements if scheme and product else ()
    return next((one for one in agreements if product and one.rate(product.code) is not None), None)


def _round(amount: Decimal) -> Decimal:
    """An amount to the nearest ten euros: an assumption, not an account."""
    return max(Decimal(round(amount / 10) * 10), Decimal(10))


def running_loans(rows: tuple[Commitment, ...], on: date) -> list[Loans]:
    """What each loan guaranteed today would cost, by the instalment to come at which it would stop.

    What is owed today more than the schedule foresees is arrears: it stays owed until it is paid.
    """
    return [_running(row, on) for row in rows]


def _running(row: Commitment, on: date) -> Loans:
    plan = [(date.fromisoformat(day), Decimal(amount)) for day, amount in row.plan]
    past = [amount for day, amount in plan if day <= on]
    behind = max(row.outstanding - (past[-1] if past else row.principal), ZERO)
    to_come = [min(row.outstanding, amount + behind) for day, amount in plan if day > on]
    return running_loan([row.outstanding, *to_come[:-1]], row.share, past=len(past))
