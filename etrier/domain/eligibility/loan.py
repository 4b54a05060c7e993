"""Criteria on the loan itself: the dispositif, its product, its limits, the support it asks, the banks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from etrier.domain.eligibility.case import NATIONAL_FRAME, Case, Finding, Severity
from etrier.domain.eligibility.saying import blocking, finding
from etrier.domain.scheme.choices import SupportMode
from etrier.domain.wording import day, euros, listed


def dispositif_in_force(case: Case) -> Iterator[Finding]:
    """The version of the dispositif holds on the day of the request."""
    if not case.scheme.holds_on(case.on):
        yield blocking(
            "scheme_not_in_force",
            f"Le dispositif n’est pas en vigueur le {day(case.on)}.",
            figure=case.on.isoformat(),
            limit=case.scheme.valid_from.isoformat(),
            source=case.said("valid_from"),
        )


def amount_within_limits(case: Case) -> Iterator[Finding]:
    """Between the product's minimum and maximum, or under its exceptional ceiling with a motive."""
    amount, limits = case.request.amount, case.product.amount
    least = limits.min or Decimal("0.01")
    if amount < least:
        yield blocking(
            "amount_too_low",
            f"Le montant demandé, {euros(amount)}, est inférieur au minimum du produit, {euros(least)}.",
            figure=str(amount),
            limit=str(least),
            source=case.said(case.product_path("amount.min")),
            concerns="amount",
        )
    if amount > limits.max:
        ceiling = _Ceiling("amount", amount, limits.max, case.product.exception.amount_max)
        yield _beyond(case, ceiling, "Le montant demandé", euros)


def months_within_limits(case: Case) -> Iterator[Finding]:
    """Between the product's shortest and longest durations, or under the exceptional one with a motive."""
    months, limits = case.request.months, case.product.months
    if months < limits.min:
        yield blocking(
            "months_too_few",
            f"La durée demandée, {months} mois, est inférieure au minimum du produit, {limits.min} mois.",
            figure=str(months),
            limit=str(limits.min),
            source=case.said(case.product_path("months.min")),
            concerns="months",
        )
    if months > limits.max:
        ceiling = _Ceiling("months", months, limits.max, case.product.exception.months_max)
        yield _beyond(case, ceiling, "La durée demandée", _months)


def _months(count: Decimal | int) -> str:
    return f"{count} mois"


@dataclass(frozen=True, slots=True)
class _Ceiling:
    """A figure above its ordinary limit, and the exceptional one if the product has it."""

    what: str
    figure: Decimal | int
    ordinary: Decimal | int
    exceptional: Decimal | int | None


def _beyond(case: Case, ceiling: _Ceiling, subject: str, written: Callable[[Decimal | int], str]) -> Finding:
    """Above the ordinary limit: allowed by exception with a motive, else blocking, and why."""
    motive = case.request.motive.strip()
    severity, code = Severity.BLOCKING, f"{ceiling.what}_too_high"
    limit = ceiling.ordinary if ceiling.exceptional is None else ceiling.exceptional
    if ceiling.exceptional is None:
        ending = "le dispositif ne prévoit pas d’exception."
    elif ceiling.figure > ceiling.exceptional:
        ending = f"même par exception, la limite est de {written(limit)}."
    elif motive:
        severity, code = Severity.INFORMATION, f"{ceiling.what}_exceptional"
        ending = f"exception permise jusqu’à {written(limit)}, un motif est donné."
    else:
        ending = f"seul un motif écrit permet d’aller jusqu’à {written(limit)}."
    table = f"{ceiling.what}.max" if ceiling.exceptional is None else f"exception.{ceiling.what}_max"
    return finding(
        code,
        severity,
        f"{subject}, {written(ceiling.figure)}, dépasse la limite ordinaire du produit, "
        f"{written(ceiling.ordinary)} : {ending}",
        figure=str(ceiling.figure),
        limit=str(limit),
        source=case.said(case.product_path(table)),
        concerns=ceiling.what,
    )


def purposes_are_offered(case: Case) -> Iterator[Finding]:
    """Every purpose of the project is one the product may pay for."""
    if not case.request.purposes:
        yield blocking("purpose_missing", "L’objet du prêt n’est pas précisé.", concerns="purposes")
    for code in case.request.purposes:
        if case.product.purpose(code) is None:
            offered = listed(purpose.label.lower() for purpose in case.product.purposes)
            yield blocking(
                "purpose_not_offered",
                f"L’objet « {code} » n’est pas de ceux que finance « {case.product.label} » : {offered}.",
                figure=code,
                source=case.said(case.product_path("purposes")),
                concerns=f"purposes.{code}",
            )


def purposes_under_their_ceilings(case: Case) -> Iterator[Finding]:
    """Each purpose's total stays under the product's ceiling for it, and ceilings combine only if said."""
    capped = []
    for code in case.request.purposes:
        total, ceiling, purpose = (
            case.request.total(code),
            case.product.ceiling(code),
            case.product.purpose(code),
        )
        if ceiling is None or purpose is None:
            continue
        capped.append(code)
        if total is not None and total > ceiling:
            yield blocking(
                f"ceiling_{code}",
                f"Plafond dépassé pour « {purpose.label.lower()} » : {euros(total)} au total du projet, "
                f"{euros(ceiling)} au plus.",
                figure=str(total),
                limit=str(ceiling),
                source=case.said(case.product_path(f"ceilings.{code}")),
                concerns=f"purposes.{code}",
            )
    if len(capped) > 1 and not case.product.ceilings_combine:
        labels = listed(
            f"« {purpose.label.lower()} »" for purpose in case.product.purposes if purpose.code in capped
        )
        yield blocking(
            "ceilings_not_combined",
            f"Les plafonds ne se cumulent pas : un même prêt ne peut pas porter à la fois sur {labels}.",
            figure=", ".join(capped),
            source=case.said(case.product_path("ceilings_combine")),
            concerns="purposes",
        )


def amount_within_the_project(case: Case) -> Iterator[Finding]:
    """The loan does not exceed what the project costs, once that is known."""
    cost = case.request.cost
    if cost is not None and case.request.amount > cost:
        yield blocking(
            "amount_above_project",
            f"Le montant demandé, {euros(case.request.amount)}, dépasse le coût du projet, {euros(cost)}.",
            figure=str(case.request.amount),
            limit=str(cost),
            concerns="amount",
        )


def within_the_national_frame(case: Case) -> Iterator[Finding]:
    """The national frame only warns: the dispositif's own limits decide."""
    if case.on < NATIONAL_FRAME.history[0].since:
        return
    frame = NATIONAL_FRAME.on(case.on)
    if case.request.amount > frame.value.amount:
        yield finding(
            "amount_above_national_frame",
            Severity.WARNING,
            f"Le montant demandé, {euros(case.request.amount)}, dépasse le cadre national, "
            f"{euros(frame.value.amount)} : vérifiez que la banque et le garant l’acceptent.",
            figure=str(case.request.amount),
            limit=str(frame.value.amount),
            source=frame.source,
            concerns="amount",
        )
    if case.request.months > frame.value.months:
        yield finding(
            "months_above_national_frame",
            Severity.WARNING,
            f"La durée demandée, {case.request.months} mois, dépasse le cadre national, "
            f"{frame.value.months} mois : vérifiez que la banque et le garant l’acceptent.",
            figure=str(case.request.months),
            limit=str(frame.value.months),
            source=frame.source,
            concerns="months",
        )


def support_is_planned(case: Case) -> Iterator[Finding]:
    """A compulsory support means a signed commitment and a first contact planned, before the bank."""
    if case.product.support.mode is not SupportMode.COMPULSORY:
        return
    source = case.said(case.product_path("support.mode"))
    if not case.request.support_committed:
        yield blocking(
            "support_not_committed",
            "L’accompagnement est obligatoire : l’engagement de la personne n’est pas signé.",
            source=source,
            concerns="support_committed",
        )
    if not case.request.first_contact_planned:
        yield blocking(
            "support_not_planned",
            "L’accompagnement est obligatoire : le premier contact n’est pas programmé.",
            source=source,
            concerns="first_contact_planned",
        )


def a_bank_lends_it(case: Case) -> Iterator[Finding]:
    """A bank (the chosen one, once chosen) lends this product, for this amount."""
    if not case.agreements:
        chosen = case.scheme.agreement(case.request.bank)
        who = chosen.name if chosen else "Aucune banque partenaire"
        yield blocking(
            "no_bank_for_product",
            f"{who} ne prête pas de « {case.product.label} »." if chosen else f"{who} ne prête ce produit.",
            figure=case.request.bank,
            source=case.said("agreements"),
            concerns="bank",
        )
        return
    ceilings = {bank: bank.ceiling(case.product.code) for bank in case.agreements}
    if all(ceiling is not None and case.request.amount > ceiling for ceiling in ceilings.values()):
        bank, ceiling = max(ceilings.items(), key=lambda item: item[1] or Decimal(0))
        yield blocking(
            "amount_above_bank_ceiling",
            f"Le montant demandé, {euros(case.request.amount)}, dépasse le plafond de la banque {bank.name}, "
            f"{euros(ceiling or 0)}.",
            figure=str(case.request.amount),
            limit=str(ceiling),
            source=case.said(f"agreements.{bank.code}.ceilings.{case.product.code}"),
            concerns="amount",
        )
