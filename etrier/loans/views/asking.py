"""What the pages of this stage share: the file opened, its loan, a fact of the bank typed on a page."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from etrier.decisions.asking import Asked, act_page
from etrier.documents.actions import receive_document
from etrier.domain.access import Reading
from etrier.domain.lifecycle import Act
from etrier.files.models import File
from etrier.files.reading import open_file_page
from etrier.loans.facts import Source
from etrier.loans.forms.facts import FactForm
from etrier.loans.models import Loan, Offer

LOANS = Loan.objects.select_related("partner", "agreement", "commitment", "organisation", "offer")
OFFERS = Offer.objects.select_related("agreement__partner", "transmission", "organisation")


def opened(request: Asked, file: uuid.UUID, page: Reading = Reading.SEE_LOANS) -> File:
    """The file behind the page, its reading written."""
    return open_file_page(request, file, page)


def opened_loan(request: Asked, file: uuid.UUID, page: Reading = Reading.SEE_LOANS) -> Loan:
    """The loan of a file, its reading written; 404 when nothing was lent."""
    found = opened(request, file, page)
    loan = get_object_or_404(LOANS, file=found)
    loan.file = found
    return loan


def opened_offer(request: Asked, file: uuid.UUID) -> Offer:
    """The last offer of a file, its reading written; 404 when the bank has made none."""
    found = opened(request, file)
    offer = OFFERS.filter(file=found).order_by("-pk").first()
    if offer is None:
        raise Http404("Ce dossier n’a pas d’offre de prêt.")
    offer.file = found
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
