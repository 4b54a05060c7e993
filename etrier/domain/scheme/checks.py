"""What one value of a dispositif owes to another: checked once every value is right on its own."""

from collections.abc import Iterator
from datetime import date

from etrier.domain.scheme.agreements import Agreement
from etrier.domain.scheme.choices import Guarantor, RefundPolicy
from etrier.domain.scheme.products import Product
from etrier.domain.scheme.schema import Scheme
from etrier.domain.scheme.support import LevelPlan

Inconsistency = tuple[str, str, str]
"""Path, problem, remedy."""


def inconsistencies(scheme: Scheme) -> Iterator[Inconsistency]:
    """Everything in the dispositif that contradicts itself."""
    yield from _validity(scheme)
    yield from _appointments(scheme)
    if not scheme.products:
        yield "products", "Aucun produit n’est décrit.", "Ajoutez une table [products.code]."
    for product in scheme.products:
        yield from _product(product)
    if not scheme.agreements:
        yield "agreements", "Aucune banque n’est décrite.", "Ajoutez une table [agreements.code]."
    for agreement in scheme.agreements:
        yield from _agreement(agreement, scheme)
    yield from _guarantee(scheme)
    yield from _committee(scheme)
    for level in ("light", "regular", "reinforced"):
        yield from _level(f"support.{level}", getattr(scheme.support, level))
    yield from _checklist(scheme)


def _validity(scheme: Scheme) -> Iterator[Inconsistency]:
    if not date(2000, 1, 1) <= scheme.valid_from <= date(2100, 1, 1):
        yield "valid_from", "Cette date n’est pas plausible.", "Écrivez une date entre 2000 et 2100."
    if scheme.valid_to is not None and scheme.valid_to < scheme.valid_from:
        yield "valid_to", "La fin de validité précède le début.", "Corrigez l’une des deux dates."


def _appointments(scheme: Scheme) -> Iterator[Inconsistency]:
    if scheme.appointments.least > scheme.appointments.most:
        yield "appointments.least", "Le minimum dépasse le maximum.", "Corrigez l’un des deux nombres."


def _product(product: Product) -> Iterator[Inconsistency]:
    path = f"products.{product.code}"
    if product.amount.min is not None and product.amount.min > product.amount.max:
        yield f"{path}.amount.min", "Le minimum dépasse le maximum.", "Corrigez l’un des deux montants."
    if product.months.min > product.months.max:
        yield f"{path}.months.min", "Le minimum dépasse le maximum.", "Corrigez l’une des deux durées."
    if not product.purposes:
        yield f"{path}.purposes", "Le produit n’a pas d’objet.", "Ajoutez au moins un objet finançable."
    yield from _exception(product, path)
    yield from _ceilings(product, path)
    unguaranteed = product.guarantee.guarantor is Guarantor.NONE
    if unguaranteed != (product.guarantee.share == 0):
        yield (
            f"{path}.guarantee.share",
            "La part garantie et le garant se contredisent.",
            "Sans garant la part est 0 ; avec un garant elle est positive.",
        )


def _exception(product: Product, path: str) -> Iterator[Inconsistency]:
    exception = product.exception
    given = (exception.amount_max, exception.months_max)
    if not exception.allowed and given != (None, None):
        yield (
            f"{path}.exception",
            "Un plafond exceptionnel est donné sans être permis.",
            "Retirez-le, ou allowed = true.",
        )
    if exception.allowed and given == (None, None):
        yield f"{path}.exception", "Le plafond exceptionnel manque.", "Ajoutez amount_max ou months_max."
    if exception.amount_max is not None and exception.amount_max <= product.amount.max:
        yield (
            f"{path}.exception.amount_max",
            "Il ne dépasse pas le maximum ordinaire.",
            "Augmentez-le, ou retirez-le.",
        )
    if exception.months_max is not None and exception.months_max <= product.months.max:
        yield (
            f"{path}.exception.months_max",
            "Il ne dépasse pas la durée ordinaire.",
            "Augmentez-la, ou retirez-la.",
        )


def _ceilings(product: Product, path: str) -> Iterator[Inconsistency]:
    for ceiling in product.ceilings:
        own = f"{path}.ceilings.{ceiling.code}"
        if product.purpose(ceiling.code) is None:
            yield (
                own,
                f"L’objet « {ceiling.code} » n’existe pas.",
                f"Ajoutez-le à {path}.purposes, ou retirez le plafond.",
            )
        if ceiling.amount > product.amount.max:
            yield own, "Ce plafond dépasse le montant maximum du produit.", "Corrigez l’un des deux montants."


def _agreement(agreement: Agreement, scheme: Scheme) -> Iterator[Inconsistency]:
    path = f"agreements.{agreement.code}"
    if not agreement.rates:
        yield f"{path}.rates", "La banque ne prête aucun produit.", "Ajoutez un taux par produit prêté."
    for table, entries in (("rates", agreement.rates), ("ceilings", agreement.ceilings)):
        for entry in entries:
            if scheme.product(entry.code) is None:
                yield (
                    f"{path}.{table}.{entry.code}",
                    f"Le produit « {entry.code} » n’existe pas.",
                    f"Produits : {', '.join(product.code for product in scheme.products)}.",
                )
    delays = agreement.missed_payment
    if delays.alert_days < delays.bank_reminder_days:
        yield (
            f"{path}.missed_payment.alert_days",
            "L’alerte au CCAS précède le rappel de la banque.",
            "Donnez à l’alerte un délai au moins égal.",
        )


def _guarantee(scheme: Scheme) -> Iterator[Inconsistency]:
    guaranteed = [product.code for product in scheme.products if product.guaranteed_by_ccas]
    if guaranteed and scheme.envelope is None:
        yield (
            "envelope",
            f"Le CCAS garantit « {guaranteed[0]} » sans enveloppe votée.",
            "Ajoutez la table [envelope].",
        )
    if scheme.envelope is not None and not guaranteed:
        yield (
            "envelope",
            "Une enveloppe est votée, mais le CCAS ne garantit aucun produit.",
            "Retirez [envelope].",
        )
    if scheme.refund.policy is RefundPolicy.NONE and scheme.committee.before_refund:
        yield (
            "committee.before_refund",
            "La commission examine un remboursement que le dispositif ne prévoit pas.",
            "Écrivez before_refund = false, ou une autre règle de remboursement.",
        )


def _committee(scheme: Scheme) -> Iterator[Inconsistency]:
    committee = scheme.committee
    if committee.sits and not 1 <= committee.quorum <= max(1, len(committee.members)):
        yield (
            "committee.quorum",
            "Le quorum ne peut pas être atteint.",
            f"Donnez un nombre de 1 à {max(1, len(committee.members))} (le nombre de membres).",
        )


def _level(path: str, plan: LevelPlan) -> Iterator[Inconsistency]:
    if plan.midway == (plan.every_months is not None):
        yield (
            path,
            "Le rythme du suivi n’est pas clair.",
            "Donnez midway = true, ou every_months, pas les deux.",
        )


def _checklist(scheme: Scheme) -> Iterator[Inconsistency]:
    products = {product.code for product in scheme.products}
    purposes = {purpose.code for product in scheme.products for purpose in product.purposes}
    for document in scheme.checklist:
        path = f"checklist.{document.code}"
        for key, wanted, known in (
            ("products", document.products, products),
            ("purposes", document.purposes, purposes),
        ):
            for code in wanted:
                if code not in known:
                    yield (
                        f"{path}.{key}",
                        f"« {code} » n’existe pas.",
                        f"Codes connus : {', '.join(sorted(known))}.",
                    )
