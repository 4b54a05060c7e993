"""The first look at a wish, on the telephone or at the desk: does it fit, what would a month cost.

It guides a conversation and decides nothing: eligibility is judged in the study, on a whole file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etrier.domain.eligibility import Finding, Request, Severity, assess
from etrier.domain.eligibility.saying import finding
from etrier.domain.french import typeset
from etrier.domain.money import HIGHEST_CENTS, to_cents
from etrier.domain.schedule import Terms, schedule_of
from etrier.domain.scheme.products import Product
from etrier.domain.scheme.schema import Scheme
from etrier.domain.wording import euros, listed

COST_WARNING = typeset("Attention ! Un crédit coûte de l’argent et doit être remboursé.")
"""To stand beside credit information (directive (UE) 2023/2225, ordonnance n° 2025-880)."""

LONGEST = 600
SEEN_AT_ONCE = frozenset({"amount", "months", "resident", "age", "bank"})
"""What can already be judged at the first contact; the rest waits for the study."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What banks that lend at one rate would ask: euros a month, euros in all, rate and TAEG in percent."""

    lenders: tuple[str, ...]
    yearly_rate: Decimal
    instalment: Decimal
    interest: Decimal
    apr: Decimal


@dataclass(frozen=True, slots=True)
class Simulation:
    """The wish priced at each rate of the partner banks, the cheapest first."""

    amount: Decimal
    months: int
    estimates: tuple[Estimate, ...]

    @property
    def sentence(self) -> str:
        """What a month would cost, in one sentence."""
        asked = f"Pour {euros(self.amount)} sur {self.months} mois"
        if not self.estimates:
            return typeset(f"{asked}, aucune banque partenaire ne prête.")
        low, high = self.estimates[0], self.estimates[-1]
        month = euros(low.instalment)
        if low.instalment != high.instalment:
            month = f"{month} à {euros(high.instalment)}"
        return typeset(f"{asked} : {month} par mois environ, selon la banque.")


def products_for(scheme: Scheme, amount: Decimal | None, months: int | None) -> tuple[Product, ...]:
    """The products whose ordinary limits hold the wish, as far as it is known."""
    return tuple(
        product
        for product in scheme.products
        if (amount is None or (product.amount.min or 0) <= amount <= product.amount.max)
        and (months is None or product.months.min <= months <= product.months.max)
    )


def simulate(scheme: Scheme, *, product: str, amount: Decimal, months: int, on: date) -> Simulation | None:
    """The wish at the banks' rates; None for figures that make no loan.

    Without a product, the rates of all those that could hold the wish.
    """
    if not (0 < to_cents(amount) <= HIGHEST_CENTS and 1 <= months <= LONGEST):
        return None
    chosen = scheme.product(product)
    wanted = (chosen,) if chosen else products_for(scheme, amount, months) or scheme.products
    lenders: dict[tuple[Decimal, Decimal], list[str]] = {}
    for bank in scheme.agreements:
        for rate in {bank.rate(one.code) for one in wanted} - {None}:
            if rate is not None and bank.fees < amount:
                lenders.setdefault((rate, bank.fees), []).append(bank.name)
    estimates = [
        _estimate(Terms(amount, rate, months, disbursed_on=on, fees=fees), names)
        for (rate, fees), names in sorted(lenders.items())
    ]
    return Simulation(amount, months, tuple(sorted(estimates, key=lambda one: one.instalment)))


def _estimate(terms: Terms, lenders: list[str]) -> Estimate:
    schedule = schedule_of(terms)
    interest = schedule.interest + terms.fees
    return Estimate(tuple(lenders), terms.yearly_rate, schedule.instalment, interest, schedule.apr)


def first_look(
    scheme: Scheme,
    *,
    on: date,
    product: str = "",
    amount: Decimal | None = None,
    months: int | None = None,
    age: int | None = None,
    resident: bool | None = None,
    bank_refused: bool | None = None,
    steady_income: bool | None = None,
) -> tuple[Finding, ...]:
    """What a first conversation can already notice, blocking findings first; empty when nothing is odd."""
    said = list(_conversation(scheme, bank_refused, steady_income))
    if product and scheme.product(product) and amount is not None and months is not None:
        request = Request(product=product, amount=amount, months=months, age=age, resident=resident)
        judged = assess(scheme, request, None, on=on)
        said += [one for one in judged if one.concerns in SEEN_AT_ONCE and one.code != "age_unknown"]
    else:
        said += list(_without_product(scheme, amount, months, age, resident))
    return tuple(sorted(said, key=lambda one: list(Severity).index(one.severity)))


def _conversation(scheme: Scheme, bank_refused: bool | None, steady_income: bool | None) -> Iterator[Finding]:
    if steady_income is False:
        yield finding(
            "no_steady_income",
            Severity.WARNING,
            "Sans ressources régulières, un prêt ne pourrait pas être remboursé chaque mois : voyez d’abord "
            "les droits et les aides.",
            concerns="steady_income",
        )
    if bank_refused is False:
        yield finding(
            "bank_not_asked",
            Severity.INFORMATION,
            "Le microcrédit s’adresse aux personnes que les banques ne suivent pas : un crédit ordinaire "
            "est-il possible ?",
            concerns="bank_refused",
        )


def _without_product(
    scheme: Scheme, amount: Decimal | None, months: int | None, age: int | None, resident: bool | None
) -> Iterator[Finding]:
    rules = scheme.eligibility
    if rules.residence and resident is False:
        yield finding(
            "not_resident",
            Severity.BLOCKING,
            f"La personne n’habite pas {scheme.organisation.territory} : orientez-la vers le CCAS de sa "
            "commune.",
            concerns="resident",
        )
    if age is not None and age < rules.min_age:
        yield finding(
            "under_age",
            Severity.BLOCKING,
            f"La personne a {age} ans ; il faut avoir {rules.min_age} ans.",
            concerns="age",
        )
    if amount is None and months is None:
        return
    possible = products_for(scheme, amount, months)
    if possible:
        names = listed(product.label for product in possible)
        yield finding(
            "products_possible", Severity.INFORMATION, f"Peut convenir : {names}.", concerns="product"
        )
    else:
        yield finding(
            "no_product",
            Severity.BLOCKING,
            "Aucun produit du dispositif n’admet ce montant sur cette durée.",
            concerns="amount",
        )
