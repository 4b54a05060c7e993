"""The file of a payment order for finance software: the same order always gives the same bytes."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from etrier.outcomes.models import PaymentOrder, PaymentOrderLine

HEADERS = (
    "mandat",
    "ligne",
    "date",
    "dossier",
    "bénéficiaire",
    "IBAN",
    "BIC",
    "montant",
    "devise",
    "objet",
)
OBJECT = "Remboursement des intérêts d’un microcrédit"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def order_file(order: PaymentOrder, lines: Iterable[PaymentOrderLine]) -> bytes:
    """Semicolons, a decimal comma, UTF-8 with its mark, as French spreadsheets and finance software read."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    for line in lines:
        writer.writerow(
            (
                order.number,
                line.rank,
                f"{order.ordered_on:%d/%m/%Y}",
                line.file_number,
                inert(line.holder_name),
                line.iban,
                line.bic,
                cents(line.amount),
                "EUR",
                OBJECT,
            )
        )
    return out.getvalue().encode("utf-8-sig")


def cents(amount: Decimal) -> str:
    """« 1234,50 »: exact, without a thousands separator."""
    return f"{amount:.2f}".replace(".", ",")


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
