"""What the pages of this stage share: the file opened, its loan, a fact of the bank typed on a page."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from etrier.database.reading import attach
from etrier.decisions.asking import Asked, act_page
from etrier.documents.actions import receive_document
from etrier.domain.access import Reading
from etrier.domain.lifecycle import Act
from etrier.files.models import File
from etrier.files.reading import found_in, last_found_in, open_file_page
from etrier.loans.facts import Source
from etrier.loans.forms.facts import FactForm
from etrier.loans.models import Loan, Offer


def opened(request: Asked, file: uuid.UUID, page: Reading = Reading.SEE_LOANS) -> File:
    """The file behind the page, its reading written."""
    return open_file_page(request, file, page)


def opened_loan(request: Asked, file: uuid.UUID, page: Reading = Reading.SEE_LOANS) -> Loan:
    """The loan of a file, its reading written; 404 when nothing was lent."""
    return found_in(opened(request, file, page), Loan, "partner", "agreement", "commitment", "offer")


def opened_offer(request: Asked, file: uuid.UUID) -> Offer:
    """The last offer of a file, its reading written; 404 when the bank has made none."""
    offer = last_found_in(opened(request, file), Offer, "agreement", "transmission")
    attach([offer.agreement], "partner")
    return offer


def account_page(file: File) -> str:
    """Where a loan is followed."""
    return reverse("loans:account", args=[file.uid])


def offer_page(file: File) -> str:
    """Where an offer is read."""
    return reverse("loans:offer", args=[file.uid])


def sourced(request: Asked, file: File, data: dict[str, Any], paper_kind: str) -> dict[str, Any]:
    """What was typed of a fact, its channel and paper made into its source; the paper joins the file."""
    paper = data.pop("paper", None)
    document = None
    if paper is not None:
        document = receive_document(
            file, by=request.actor, on=request.on, kind_code=paper_kind, content=paper
        )
    return data | {"source": Source(data.pop("channel", "meeting"), document)}


def fact_page(
    request: Asked,
    act: Act,
    thing: Any,
    form: FactForm,
    run: Callable[[dict[str, Any]], Any],
    *,
    back: str,
    paper_kind: str = "bank-letter",
    **context: Any,
) -> HttpResponse:
    """The page of one act that the bank does or tells: `run` receives the day, the source, the rest."""

    def sent(data: dict[str, Any]) -> Any:
        return run(sourced(request, thing.file, data, paper_kind))

    words = {"template": "loans/fact.html", "file": thing.file, **context}
    return act_page(request, act, thing, form, sent, back=back, **words)
