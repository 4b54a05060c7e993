"""Where stories take place: a town on its day, its commission, and the parts to be played there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from etrier.demonstration import people, wishes
from etrier.demonstration.commission import Commission
from etrier.demonstration.days import Story, working_day, working_day_before
from etrier.demonstration.tales import Tale, days
from etrier.demonstration.towns import Town
from etrier.domain.scheme.products import Product

RECENT = 100
"""Days before the day of the demonstration from which the bank's statements come each month."""


@dataclass
class Scene:
    """One town as its stories see it. `on` is the day of the demonstration."""

    town: Town
    on: date
    commission: Commission | None = None

    @property
    def recent(self) -> date:
        return self.on - timedelta(RECENT)

    @property
    def today(self) -> date:
        """The day of the demonstration when people work on it, else the next one when they do."""
        return working_day(self.on)

    def ago(self, count: int) -> date:
        """So many days before, on a working day."""
        return working_day_before(self.on - timedelta(count))

    @property
    def products(self) -> tuple[Product, ...]:
        return self.town.dispositif.parsed.products

    def product(self, code: str) -> Product:
        """A product of the dispositif, the first one when it has none of this code."""
        found = self.town.dispositif.parsed.product(code)
        return found or self.products[0]


Telling = Callable[[Scene, Tale], Story]


@dataclass(frozen=True)
class Part:
    """A story to be told: on which day it reaches which stage, and what is settled of it beforehand."""

    name: str
    telling: Telling
    stage: str
    on: date
    product: str = ""
    who: tuple[str, str] | None = None
    bank: str = ""
    amount: int | None = None
    months: int | None = None
    idea: str = ""
    """The purpose wanted; drawn among the product's otherwise."""
    detail: str = ""
    margin: int | None = None
    level: str = ""
    worker: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    """Of the person: age, employment, family, children, housing."""


def tale_of(scene: Scene, part: Part, rng: Random, name: tuple[str, str], number: int) -> Tale:
    """The file a part begins with: someone, her wish, its days, the bank that will be asked."""
    town = scene.town
    sessions = scene.commission.days if scene.commission else []
    product = scene.product(part.product)
    wish = wish_of(product, part, rng)
    worker = town.workers[0 if rng.random() < 0.75 else -1]
    if part.worker is not None:
        worker = town.workers[part.worker]
    dates = days(rng, sessions, part.stage, part.on)
    return Tale(
        town=town,
        rng=rng,
        worker=worker,
        person=people.person(town.place, rng, part.who or name, number, dates.contact, **part.facts),
        wish=wish,
        days=dates,
        bank=part.bank or bank_for(town, product, wish.amount, rng),
        origin=rng.choice(ORIGINS),
        margin=part.margin if part.margin is not None else rng.randint(40, 230),
        level=part.level or rng.choice(LEVELS),
    )


ORIGINS = ("self", "self", "reception", "phone", "ccas_worker", "department", "france_travail", "association")
LEVELS = ("", "", "light", "light", "regular")


def wish_of(product: Product, part: Part, rng: Random) -> wishes.Wish:
    """What the part asks for, drawn where it does not say."""
    amount = Decimal(part.amount) if part.amount else None
    if product.code == wishes.RESTRUCTURING:
        found = wishes.debts(product, rng, amount)
    else:
        ideas = [
            idea
            for idea in wishes.IDEAS[product.code]
            if product.purpose(idea.purpose) is not None and part.idea in ("", idea.purpose)
        ]
        found = wishes.bought(product, rng.choice(ideas), rng, amount)
    if part.months:
        found.months = part.months
    if part.detail:
        found.items[0]["detail"] = part.detail
    return found


def bank_for(town: Town, product: Product, amount: Decimal, rng: Random, but: tuple[str, ...] = ()) -> str:
    """A bank that lends this product for this amount."""
    lending = [
        terms.code
        for terms in town.dispositif.parsed.agreements
        if terms.rate(product.code) is not None
        and (terms.ceiling(product.code) or amount) >= amount
        and terms.code not in but
    ]
    return rng.choice(lending)
