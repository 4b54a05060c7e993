"""The offer on screen: what it costs, who signs when, and the money that follows."""

import uuid
from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from etrier.database.reading import row_where
from etrier.decisions.asking import Asked, ConfirmForm, act_page, offered
from etrier.decisions.models import Transmission
from etrier.domain.apr import shown as shown_apr
from etrier.domain.first_look import COST_WARNING
from etrier.domain.lifecycle import Act
from etrier.domain.schedule import schedule_of
from etrier.domain.scheme.choices import Charter as Parties
from etrier.domain.wording import percent
from etrier.files.models import File
from etrier.journal.submit import typed
from etrier.loans.actions import disbursement, endings, offers
from etrier.loans.actions.offers import Figures
from etrier.loans.forms import facts as forms
from etrier.loans.forms.offers import OfferForm
from etrier.loans.models import Charter, Loan, Offer
from etrier.loans.unfit import offer_unfit
from etrier.loans.views.asking import account_page, fact_page, offer_page, opened, opened_offer
from etrier.loans.wording import offer_standing
from etrier.ui.formats import day, euros, months
from etrier.ui.formats import percent as written_rate

ACTS = (
    Act.SIGN_OFFER, Act.DISBURSE, Act.LAPSE_OFFER, Act.RETRACT_LOAN, Act.CANCEL_SALE,
    Act.DECLINE_OFFER, Act.REPLACE_OFFER,
)  # fmt: skip
FIGURES = [field.name for field in fields(Figures)]


@login_required
def show_offer(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The last offer: its figures, our TAEG beside the bank's, the schedule, what may be done."""
    offer = opened_offer(request, file)
    addresses = {act: reverse(f"loans:{act}", args=[offer.file.uid]) for act in ACTS}
    loan = row_where(Loan, offer=offer)
    for act in offer_unfit(offer, loan, request.on):
        addresses.pop(act, None)
    wrong = warnings_of(offer)
    order = [addresses.get(act) for act in (ACTS[::-1] if wrong else ACTS)]
    buttons = sorted(offered(offer, request.actor, addresses), key=lambda one: order.index(one["url"]))
    schedule = schedule_of(offer.terms())
    charter = Charter.objects.live_of(offer.file)
    return render(
        request,
        "loans/offer.html",
        {
            "file": offer.file,
            "offer": offer,
            "title": f"Offre de {offer.agreement.partner}",
            "state": offer_standing(offer, request.on),
            "next_act": buttons[0] if buttons and loan is None else None,
            "other_acts": buttons[1:] if loan is None else buttons,
            "facts": offer_facts(offer, schedule.instalment, schedule.total),
            "rates": rates_of(offer),
            "rate_columns": ["Taux", ("Par an", "figure"), "D’où il vient"],
            "warnings": wrong,
            "lines": schedule.lines,
            "cost_warning": COST_WARNING,
            "charter": charter,
            "wants_charter": wants_charter(offer.file),
            "disbursed": loan is not None,
        },
    )


def wants_charter(file: File) -> bool:
    """Whether the dispositif asks for a charter."""
    return file.application.dispositif.parsed.charter.parties is not Parties.NONE


def offer_facts(offer: Offer, instalment: Any, total: Any) -> list[tuple[str, str]]:
    """The offer as terms and values."""
    found = [
        ("Montant", euros(offer.principal)),
        ("Durée", months(offer.months)),
        ("Taux débiteur fixe", written_rate(offer.yearly_rate)),
        ("Mensualité", euros(instalment)),
        ("Montant total dû", euros(total)),
        ("Émise le", day(offer.offered_on)),
        ("Valable jusqu’au", day(offer.expires_on)),
    ]
    if offer.fees:
        found.append(("Frais de dossier", euros(offer.fees)))
    if offer.insurance_monthly:
        kind = "obligatoire" if offer.insurance_compulsory else "facultative"
        found.append(("Assurance", f"{euros(offer.insurance_monthly)} par mois, {kind}"))
    if offer.signed_on:
        found.append(("Signée le", day(offer.signed_on)))
    return found


def rates_of(offer: Offer) -> list[tuple[str, str, str]]:
    """The three rates to compare: name, figure, what it is."""
    found = [
        ("TAEG de la banque", written_rate(offer.bank_apr), "recopié de l’offre"),
        ("TAEG calculé par Étrier", written_rate(offer.our_apr), "par la règle du code de la consommation"),
    ]
    if offer.usury_rate is not None and offer.usury_since is not None:
        found.append(
            ("Seuil de l’usure", written_rate(offer.usury_rate), f"depuis le {day(offer.usury_since)}")
        )
    else:
        found.append(("Seuil de l’usure", "inconnu", "à cette date"))
    return found


def warnings_of(offer: Offer) -> list[str]:
    """What must be asked of the bank before anyone signs."""
    found = []
    if shown_apr(offer.bank_apr) != shown_apr(offer.our_apr):
        found.append(
            f"Le TAEG de la banque ({percent(shown_apr(offer.bank_apr))}) n’est pas celui que donnent ses"
            f" propres chiffres ({percent(shown_apr(offer.our_apr))}) : vérifiez la saisie, puis"
            " demandez à la banque."
        )
    if offer.usury_rate is not None and offer.our_apr > offer.usury_rate:
        found.append(
            f"Le TAEG dépasse le seuil de l’usure, {percent(offer.usury_rate)} : cette offre ne peut pas être"
            " signée ainsi."
        )
    return found


def accepted_by_bank(file: File) -> Transmission:
    """The sending that the bank accepted; 404 when none did."""
    rows = Transmission.objects.select_related("agreement", "partner", "organisation")
    found = rows.filter(file=file, state="accepted").first()
    if found is None:
        raise Http404("Aucune banque n’a accepté ce dossier.")
    found.file = file
    return found


def figures_typed(data: dict[str, Any]) -> dict[str, Any]:
    """The figures of the offer gathered from what was typed."""
    return data | {"figures": Figures(**{name: data.pop(name) for name in FIGURES})}


@login_required
def issue_offer(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Record the offer of the bank that accepted."""
    transmission = accepted_by_bank(opened(request, file))
    form = OfferForm(typed(request), request.FILES or None, transmission=transmission, today=request.on)

    def run(data: dict[str, Any]) -> Offer:
        data.pop("revision")
        return offers.issue_offer(transmission, by=request.actor, **figures_typed(data))

    return fact_page(
        request,
        Act.ISSUE_OFFER,
        transmission,
        form,
        run,
        back=reverse("decisions:transmission", args=[transmission.file.uid, transmission.uid]),
        done=offer_page(transmission.file),
        paper_kind="loan-offer",
        title=f"Offre de {transmission.partner}",
        state="Recopiez les chiffres de l’offre : Étrier recalcule le TAEG et l’échéancier.",
    )


@login_required
def replace_offer(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Record the offer that takes the place of an unsigned one."""
    offer = opened_offer(request, file)
    transmission = accepted_by_bank(offer.file)
    form = OfferForm(
        typed(request),
        request.FILES or None,
        transmission=transmission,
        today=request.on,
        revision=offer.revision,
    )

    def run(data: dict[str, Any]) -> Offer:
        return offers.replace_offer(offer, by=request.actor, **figures_typed(data))

    return fact_page(
        request, Act.REPLACE_OFFER, offer, form, run, back=offer_page(offer.file), paper_kind="loan-offer"
    )


@login_required
def sign_offer(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Record the signature, at the bank or elsewhere."""
    offer = opened_offer(request, file)
    form = forms.SignForm(typed(request), request.FILES or None, today=request.on, revision=offer.revision)
    place = offer.agreement.terms(offer.file.application.dispositif).signing_place
    return fact_page(
        request,
        Act.SIGN_OFFER,
        offer,
        form,
        lambda data: offers.sign_offer(offer, by=request.actor, **data),
        back=offer_page(offer.file),
        paper_kind="loan-offer",
        state=f"Lieu prévu par la convention : {place}. La personne garde quatorze jours pour se rétracter.",
    )


CONFIRMED = {
    Act.DECLINE_OFFER: (
        offers.decline_offer,
        "La personne refuse-t-elle cette offre ?",
        "Le dossier reste à la banque, qui peut faire une autre offre.",
    ),
    Act.LAPSE_OFFER: (
        offers.lapse_offer,
        "L’offre est-elle tombée sans signature ?",
        "La garantie réservée est libérée ; la banque peut faire une nouvelle offre.",
    ),
}


@login_required
def confirm(request: Asked, file: uuid.UUID, *, act: Act) -> HttpResponse:
    """An act on the offer with nothing to fill in."""
    offer = opened_offer(request, file)
    run, question, consequence = CONFIRMED[act]
    return act_page(
        request,
        act,
        offer,
        ConfirmForm(typed(request), revision=offer.revision),
        lambda data: run(offer, by=request.actor, on=request.on, **data),
        back=offer_page(offer.file),
        template="ui/confirm.html",
        title=question,
        state=consequence,
    )


UNDONE = {
    Act.RETRACT_LOAN: (
        endings.retract_loan,
        forms.WithdrawForm,
        "Le prêt ne compte ni comme accordé ni comme impayé. Le capital versé est rendu sous trente jours.",
    ),
    Act.CANCEL_SALE: (
        endings.cancel_sale,
        forms.SaleForm,
        "Le prêt tombe avec la vente qu’il devait payer. Le capital versé est rendu.",
    ),
}


@login_required
def undo(request: Asked, file: uuid.UUID, *, act: Act) -> HttpResponse:
    """The person withdraws, or the sale falls."""
    offer = opened_offer(request, file)
    run, form_class, consequence = UNDONE[act]
    form = form_class(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=offer.signed_on,
        revision=offer.revision,
    )
    return fact_page(
        request,
        act,
        offer,
        form,
        lambda data: run(offer, by=request.actor, **data),
        back=offer_page(offer.file),
        state=consequence,
    )


@login_required
def disburse(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The bank paid the loan out: the loan begins."""
    offer = opened_offer(request, file)
    form = forms.DisburseForm(
        typed(request), request.FILES or None, today=request.on, revision=offer.revision
    )

    def run(data: dict[str, Any]) -> Loan:
        loan = disbursement.disburse(offer, by=request.actor, **data)
        messages.success(
            request,
            "Prêt débloqué. Rappelez à la personne que l’accompagnement existe : au premier souci, avant"
            " toute échéance impayée, elle peut appeler le CCAS.",
        )
        return loan

    charter = Charter.objects.live_of(offer.file)
    unsigned = wants_charter(offer.file) and (charter is None or charter.state != "signed")
    return fact_page(
        request,
        Act.DISBURSE,
        offer,
        form,
        run,
        back=offer_page(offer.file),
        done=account_page(offer.file),
        template="loans/disburse.html",
        file=offer.file,
        offer=offer,
        unsigned=unsigned,
        state=offer_standing(offer, request.on),
    )
