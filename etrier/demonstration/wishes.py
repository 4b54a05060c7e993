"""What people ask for: projects with their quotes, debts with their creditors, by product and purpose."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from etrier.domain.assessment import DebtKind, FundingKind
from etrier.domain.scheme.products import Product


@dataclass(frozen=True, slots=True)
class Idea:
    """One kind of project: its purpose in the models, what is bought and from whom, between which costs."""

    purpose: str
    words: str
    detail: str
    seller: str
    least: int
    most: int


IDEAS: dict[str, tuple[Idea, ...]] = {
    "classique": (
        Idea("vehicle", "Acheter une voiture d’occasion pour aller travailler.",
             "Véhicule d’occasion", "Garage des Trois Ormes", 1800, 3000),
        Idea("vehicle", "Réparer la voiture pour garder mon emploi.",
             "Réparation : distribution et freins", "Garage du Pont-Neuf", 600, 1500),
        Idea("mobility", "Passer le permis de conduire.",
             "Permis B, forfait 30 heures", "Auto-école La Boussole", 1100, 1900),
        Idea("mobility", "Un scooter pour prendre mon poste à cinq heures.",
             "Scooter 125 d’occasion", "Motos Bellevue", 900, 1800),
        Idea("housing", "Équiper le logement où nous emménageons.",
             "Électroménager et literie", "Dépôt du Faubourg", 500, 1400),
        Idea("housing", "Payer le dépôt de garantie et le déménagement.",
             "Dépôt de garantie et déménagement", "Déménagements Leroux", 600, 1300),
        Idea("employment", "Financer la formation qui précède mon embauche.",
             "Formation qualifiante", "Centre de formation des Coteaux", 700, 2200),
        Idea("health", "Des lunettes et un appareil que je repousse depuis un an.",
             "Équipement, reste à charge", "Optique du Marché", 400, 900),
        Idea("other", "Un ordinateur pour la formation de mon fils.",
             "Ordinateur et imprimante", "Informatique Solidaire", 400, 800),
    ),
    "autonomie-sante": (
        Idea("care", "Des soins que la mutuelle rembourse mal.",
             "Soins, reste à charge", "Centre de santé des Bords de l’Eau", 900, 2800),
        Idea("equipment", "Un appareillage prescrit, en partie remboursé.",
             "Appareillage, reste à charge", "Audition Plein Ouest", 700, 2400),
        Idea("adaptation", "Adapter la salle de bains.",
             "Douche de plain-pied", "Entreprise Guyot, plomberie", 2200, 4800),
    ),
}  # fmt: skip
CREDITORS = (
    ("Énergie Plus", "facture d’énergie"), ("Bailleur social Les Toits", "loyers en retard"),
    ("Régie des eaux", "factures d’eau"), ("Cantine et périscolaire", "factures de cantine"),
    ("Garage du Pont-Neuf", "réparation impayée"), ("Mutuelle du Val", "cotisations"),
)  # fmt: skip
RESTRUCTURING = "restructuration"
MOTIVE = (
    "Le véhicule est la condition de l’embauche, en horaires décalés et hors des lignes de bus ; aucun"
    " véhicule fiable n’a été trouvé à moins de ce prix."
)


@dataclass
class Wish:
    """What is asked for, as the worker types it."""

    product: str
    purpose: str
    amount: Decimal
    months: int
    words: str
    items: list[dict[str, Any]]
    fundings: list[dict[str, Any]] = field(default_factory=list)
    debts: list[dict[str, Any]] = field(default_factory=list)
    motive: str = ""

    def quoted(self, on: date) -> list[dict[str, Any]]:
        """The items, their quotes made a few days before."""
        return [
            item | {"quoted_on": on - timedelta(6)} if item.get("seller") else item for item in self.items
        ]


def tens(rng: Random, least: int, most: int) -> Decimal:
    """A round amount between two others."""
    return Decimal(rng.randint(least // 10, most // 10) * 10)


def months_for(product: Product, amount: Decimal, rng: Random) -> int:
    """A duration that makes an instalment of forty to ninety euros, within the product's."""
    wanted = int(amount / rng.randint(42, 88))
    allowed = [n for n in (6, 10, 12, 15, 18, 20, 24, 30, 36, 48) if n <= product.months.max]
    return min((n for n in allowed if n >= product.months.min), key=lambda n: abs(n - wanted))


def wish(product: Product, rng: Random) -> Wish:
    """Something this product pays for."""
    if product.code == RESTRUCTURING:
        return debts(product, rng)
    ideas = [idea for idea in IDEAS[product.code] if product.purpose(idea.purpose) is not None]
    return bought(product, rng.choice(ideas), rng)


def bought(product: Product, idea: Idea, rng: Random, amount: Decimal | None = None) -> Wish:
    """A purchase on a quote; the person sometimes pays a part of it herself."""
    amount = amount or min(tens(rng, idea.least, idea.most), product.amount.max)
    own = tens(rng, 50, 300) if rng.random() < 0.4 else Decimal(0)
    return Wish(
        product=product.code,
        purpose=idea.purpose,
        amount=amount,
        months=months_for(product, amount, rng),
        words=idea.words,
        items=[
            {
                "purpose_code": idea.purpose,
                "detail": idea.detail,
                "seller": idea.seller,
                "cost": amount + own,
            }
        ],
        fundings=[{"kind": FundingKind.OWN_FUNDS, "amount": own, "certain": True}] if own else [],
    )


def debts(product: Product, rng: Random, amount: Decimal | None = None) -> Wish:
    """Arrears to settle at once, or an overdraft to fill; each under its ceiling."""
    if amount is None and rng.random() < 0.25:
        return overdraft(product, rng)
    amount = amount or tens(rng, 700, 1500)
    owed = parts(rng, amount, rng.choice((2, 3)))
    creditors = rng.sample(CREDITORS, len(owed))
    return Wish(
        product=product.code,
        purpose="debts",
        amount=amount,
        months=months_for(product, amount, rng),
        words="Rembourser mes retards en une fois et repartir d’un bon pied.",
        items=[
            {"purpose_code": "debts", "detail": what.capitalize(), "seller": who, "cost": part}
            for part, (who, what) in zip(owed, creditors, strict=True)
        ],
        debts=[
            {
                "kind": DebtKind.DEBT,
                "creditor": who,
                "balance": part,
                "instalment": Decimal(0),
                "arrears": part,
                "settled": True,
            }
            for part, (who, _) in zip(owed, creditors, strict=True)
        ],
    )


def overdraft(product: Product, rng: Random) -> Wish:
    """An overdraft that costs its fees every month."""
    amount = tens(rng, 400, 800)
    return Wish(
        product=product.code,
        purpose="overdraft",
        amount=amount,
        months=months_for(product, amount, rng),
        words="Sortir du découvert et des frais de chaque mois.",
        items=[{"purpose_code": "overdraft", "detail": "Découvert du compte courant", "cost": amount}],
        debts=[
            {"kind": DebtKind.OVERDRAFT, "creditor": "Compte courant", "balance": amount, "settled": True}
        ],
    )


def parts(rng: Random, amount: Decimal, count: int) -> list[Decimal]:
    """An amount in that many round parts."""
    shares = [rng.randint(2, 5) for _ in range(count)]
    owed = [Decimal(int(amount * share / sum(shares) / 10) * 10) for share in shares[:-1]]
    return [*owed, amount - sum(owed, Decimal(0))]
