"""The banks the person may choose among, side by side."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etrier.applications.models import Application
from etrier.database.reading import rows_where
from etrier.decisions.models import Transmission
from etrier.domain import scheme
from etrier.domain.opinion import instalment_of
from etrier.domain.refusal import Refused
from etrier.domain.wording import day, euros
from etrier.schemes.models import Agreement

FORMER = {
    "refused": "a refusé cette demande le {on}",
    "unanswered": "n’avait pas répondu",
    "recalled": "avait ce dossier, retiré le {on}",
}


@dataclass(frozen=True, slots=True)
class BankChoice:
    """One bank that lends this product: its rate in percent, the instalment in euros, its delay in days.

    `unavailable` says why it cannot be chosen; `history` what it already said of this request.
    """

    agreement: Agreement
    terms: scheme.Agreement
    rate: Decimal
    instalment: Decimal | None
    unavailable: str = ""
    history: str = ""

    @property
    def label(self) -> str:
        return str(self.agreement.partner)


def banks_for(application: Application, on: date) -> list[BankChoice]:
    """The agreements in force that lend the product asked for, by name of bank."""
    earlier: dict[int, Transmission] = {}
    for transmission in reversed(rows_where(Transmission, file=application.file_id)):
        earlier[transmission.partner_id] = transmission
    found = []
    for agreement in Agreement.objects.in_force(application.organisation_id, on):
        terms = application.dispositif.parsed.agreement(agreement.code)
        rate = terms.rate(application.product_code) if terms else None
        if terms is None or rate is None:
            continue
        former = earlier.get(agreement.partner_id)
        found.append(
            BankChoice(
                agreement,
                terms,
                rate,
                instalment(application, rate, on),
                unavailable(application, terms, former),
                history(former),
            )
        )
    return found


def instalment(application: Application, rate: Decimal, on: date) -> Decimal | None:
    """The instalment of what is asked for at this rate, None while amount or months are unknown."""
    if not application.amount or not application.months:
        return None
    try:
        return instalment_of(application.amount, rate, application.months, on)
    except Refused:
        return None


def unavailable(application: Application, terms: scheme.Agreement, former: Transmission | None) -> str:
    """Why this bank cannot be chosen, empty when it can."""
    ceiling = terms.ceiling(application.product_code)
    if ceiling is not None and application.amount is not None and application.amount > ceiling:
        return f"Cette banque ne prête pas plus de {euros(ceiling)} pour ce produit."
    if former is not None and former.state in ("sent", "questioned", "counter_offer", "accepted"):
        return "Cette banque a déjà ce dossier en main."
    return ""


def history(former: Transmission | None) -> str:
    """What this bank already did with the request, empty when it never saw it."""
    if former is None or former.state not in FORMER:
        return ""
    return FORMER[former.state].format(on=day(former.ended_on or former.sent_on))
