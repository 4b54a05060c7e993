"""Where an offer, a loan or a measure stands, in one sentence for people."""

from datetime import date
from decimal import Decimal
from typing import Any

from etrier.domain.account import Account, State
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.scheme.choices import Guarantor, ReportingMode
from etrier.domain.wording import day, euros, plural
from etrier.loans.models import Loan, MeasureRequest, Offer
from etrier.ui.formats import capitalised

CAUSES = {
    "contract": "contrat",
    "acceleration": "déchéance du terme",
    "reinstatement": "déchéance levée",
    "bank_schedule": "échéancier de la banque",
}
KINDS = {
    "payment": "Paiement",
    "rejection": "Paiement rejeté",
    "unpaid": "Impayé",
    "reversal": "Annulation",
    "waiver": "Abandon de créance",
    "guarantee_payment": "Paiement de la garantie",
    "recovery": "Somme recouvrée",
    "fee": "Frais",
    "penalty": "Pénalités",
}


def cause(code: str) -> str:
    """Where a version of the schedule comes from."""
    return CAUSES.get(code) or CODE_LABELS["measure"][code]


def offer_standing(offer: Offer, on: date) -> str:
    """Where an offer stands."""
    signed, ended = offer.signed_on, offer.ended_on
    match offer.state:
        case "issued" if on > offer.expires_on:
            return f"L’offre a expiré le {day(offer.expires_on)} sans être signée."
        case "issued":
            left = (offer.expires_on - on).days
            return f"À signer jusqu’au {day(offer.expires_on)} : encore {plural(left, 'jour')}."
        case "accepted" if signed is not None:
            return _signed(offer, signed, on)
    said = capitalised(offer.state_label)
    return f"Offre {said.lower()} le {day(ended)}." if ended else f"Offre {said.lower()}."


def _signed(offer: Offer, signed: date, on: date) -> str:
    said = f"Signée le {day(signed)}."
    if offer.payable_from is not None and on < offer.payable_from:
        said += f" Aucun paiement avant le {day(offer.payable_from)}."
    if offer.withdrawal_until is not None and on <= offer.withdrawal_until:
        said += f" La personne peut se rétracter jusqu’au {day(offer.withdrawal_until)}."
    return said


def loan_standing(loan: Loan, account: Account) -> str:
    """Where a loan stands."""
    if loan.state == "running":
        return _running(account)
    ended = f" le {day(loan.ended_on)}" if loan.ended_on else ""
    claimed = euros(account.arrears or account.outstanding_principal)
    loss = f" de {euros(loan.loss_amount)}" if loan.loss_amount is not None else ""
    return {
        "paid_off": f"Soldé : la banque l’a confirmé{ended}.",
        "retracted": "Rétracté : ce prêt ne compte ni comme accordé ni comme impayé.",
        "closed_with_loss": f"Clos{ended} avec une perte{loss}.",
        "guarantee_called": "La garantie est appelée : son paiement ou son refus est attendu.",
        "accelerated": f"Déchéance du terme : {claimed} exigibles.",
        "repaid_unconfirmed": ("Terminé, à confirmer : demandez à la banque son attestation de fin de prêt."),
    }[loan.state]


def _running(account: Account) -> str:
    if account.arrears:
        oldest = account.unpaid[0]
        return (
            f"{euros(account.arrears)} d’impayé, depuis l’échéance {oldest.number} du {day(oldest.due_on)}"
            f" ({plural(account.days_past_due, 'jour')})."
        )
    if account.to_confirm and account.mode is ReportingMode.REPORTED:
        count = len(account.to_confirm)
        return f"{plural(count, 'échéance')} à confirmer : demandez à la banque l’état des paiements."
    settled = sum(1 for one in account.instalments if one.state in (State.SETTLED, State.PRESUMED))
    total = sum(1 for one in account.instalments if one.due)
    said = f"{settled} sur {total} échéances réglées"
    coming = account.next_due
    if coming is None:
        return f"{said}."
    return f"{said}, prochaine le {day(coming.due_on)} : {euros(coming.due)}."


def terms_of(kind: str, terms: dict[str, Any]) -> str:
    """A measure in words: « report de 1 échéance à partir de la 7e, intérêts abandonnés »."""
    start = terms["start"]
    if kind == "postponement":
        said = f"report de {plural(terms['months'], 'échéance')} à partir de la n° {start}"
        said += f", {CODE_LABELS['interest'][terms['interest']]}"
        return said + (", fin inchangée" if terms.get("keep_end") else "")
    if kind == "extension":
        return f"allongement de {terms['months']} mois à partir de l’échéance n° {start}"
    return f"mensualité de {euros(Decimal(terms['instalment']))} à partir de l’échéance n° {start}"


def measure_standing(measure: MeasureRequest) -> str:
    """Where a measure stands."""
    match measure.state:
        case "simulated":
            return "Simulée : rien n’est demandé à la banque."
        case "requested":
            asked = day(measure.requested_on) if measure.requested_on else ""
            return f"Demandée à la banque le {asked}, réponse attendue."
    decided = f" le {day(measure.decided_on)}" if measure.decided_on else ""
    said = f"{capitalised(measure.state_label)}{decided}"
    if measure.refusal_reason:
        said += f" : {CODE_LABELS['measure_reason'][measure.refusal_reason]}"
    if measure.granted_kind:
        said += f" : {terms_of(measure.granted_kind, measure.granted_terms)}"
    return f"{said}."


def guarantee_of(loan: Loan) -> str:
    """Who guarantees the loan, and which share."""
    if loan.guarantor == Guarantor.NONE:
        return Guarantor.NONE.label
    share = f"{loan.guarantee_share.normalize():f}".replace(".", ",")
    return f"{Guarantor(loan.guarantor).label}, {share} %"


def reporting_of(loan: Loan) -> str:
    """What the bank's silence means for this loan."""
    said = ReportingMode(loan.reporting).label
    if loan.reporting == ReportingMode.PRESUMED and loan.presumption_days:
        return f"{said}, {plural(loan.presumption_days, 'jour')} après l’échéance"
    return said
