"""What the commission reads of a refund: the loan and what was paid, without a name."""

from datetime import date
from typing import Any

from etrier.applications.models import Application
from etrier.decisions.facts import section
from etrier.domain.wording import day, euros, percent, plural
from etrier.outcomes.models import Refund

Sheet = dict[str, Any]


def refund_sheet(found: Refund, application: Application, on: date) -> Sheet:
    """Keys as on the sheet of a request: amounts are texts in euros."""
    loan = found.loan
    sections = [
        section(
            "Prêt",
            (
                ("Produit", application.product_label),
                ("Objet", application.purpose_label),
                ("Montant", euros(loan.principal)),
                ("Durée", plural(loan.months, "mois", "mois")),
                ("Taux", percent(loan.yearly_rate)),
                ("Débloqué le", day(loan.disbursed_on)),
                ("Remboursé, selon la banque, le", day(loan.ended_on) if loan.ended_on else ""),
            ),
        ),
        section(
            "Remboursement des intérêts",
            (
                ("Intérêts payés", euros(found.interest)),
                ("Intérêts selon la banque", euros(found.certificate) if found.certificate else ""),
                ("Montant à rembourser", euros(found.amount)),
                ("Selon la règle du dispositif", " ".join(reason["sentence"] for reason in found.reasons)),
            ),
        ),
    ]
    return {
        "on": on.isoformat(),
        "product": application.product_code,
        "amount": str(found.amount),
        "months": loan.months,
        "recommendation": "favourable",
        "sections": [part for part in sections if part["facts"]],
    }
