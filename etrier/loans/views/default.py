"""Pages of an ending and of a default: one table of acts, one view for all of them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse

from etrier.decisions.asking import Asked
from etrier.domain.access import Reading
from etrier.domain.lifecycle import Act
from etrier.journal.submit import typed
from etrier.loans.accounts import account_of
from etrier.loans.actions import default, endings
from etrier.loans.forms import facts as forms
from etrier.loans.models import Loan
from etrier.loans.views.asking import account_page, fact_page, opened_loan


@dataclass(frozen=True, slots=True)
class Page:
    """One act on a loan: what is typed, what is done, what the page says, what it proposes."""

    form: type[forms.FactForm]
    run: Callable[..., Any]
    state: str
    proposes: Callable[[Loan, Asked], dict[str, Any]] = lambda loan, request: {}
    reading: Reading = Reading.SEE_LOANS
    paper_kind: str = "bank-letter"


def left(loan: Loan, request: Asked) -> dict[str, Any]:
    """The principal that remains due."""
    return {"amount": account_of(loan, request.on).outstanding_principal}


def foreseen(loan: Loan, request: Asked) -> dict[str, Any]:
    """The guarantor's part, by the base of the convention."""
    return {"amount": default.foreseen_call(loan, request.on).guarantor}


def called(loan: Loan, request: Asked) -> dict[str, Any]:
    """What the bank called."""
    return {"amount": loan.commitment.called_amount} if loan.commitment else foreseen(loan, request)


def lent(loan: Loan, request: Asked) -> dict[str, Any]:
    """The capital that goes back."""
    return {"amount": loan.principal}


MONEY = Reading.SEE_ENVELOPE
PAGES = {
    Act.CONFIRM_REPAID: Page(
        forms.ConfirmRepaidForm,
        endings.confirm_repaid,
        "Seule la banque peut dire qu’un prêt est soldé : joignez son attestation.",
        paper_kind="repayment-certificate",
    ),
    Act.CANCEL_CONFIRMATION: Page(
        forms.FactForm,
        endings.cancel_confirmation,
        "Le prêt attend de nouveau l’attestation de la banque.",
    ),
    Act.RETURN_CAPITAL: Page(
        forms.CapitalForm, endings.return_capital, "Le capital est rendu sous trente jours.", lent
    ),
    Act.WARN_FICP: Page(
        forms.WarnForm,
        default.warn_ficp,
        "La banque avertit la personne ; trente jours restent pour régulariser avant l’inscription.",
    ),
    Act.RECORD_OVERINDEBTEDNESS: Page(
        forms.OverindebtednessForm,
        default.record_overindebtedness,
        "L’accompagnement continue. Un dossier recevable suspend les paiements et les relances.",
    ),
    Act.ACCELERATE: Page(
        forms.AccelerateForm,
        default.accelerate,
        "La banque réclame tout ce qui reste dû ; la personne est inscrite au FICP.",
    ),
    Act.REINSTATE: Page(
        forms.FactForm, default.reinstate, "L’échéancier d’avant la déchéance vaut de nouveau."
    ),
    Act.CALL_GUARANTEE: Page(
        forms.CallForm,
        default.call_guarantee,
        "Le garant paie sa part de ce qui reste dû ; la banque garde la sienne.",
        foreseen,
    ),
    Act.PAY_CALL: Page(forms.PayCallForm, default.pay_call, "Le garant a payé la banque.", called, MONEY),
    Act.REFUSE_CALL: Page(
        forms.RefuseCallForm,
        default.refuse_call,
        "La banque peut appeler la garantie à nouveau.",
        reading=MONEY,
    ),
    Act.RECORD_RECOVERY: Page(
        forms.RecoveryForm,
        default.record_recovery,
        "Toute la somme rendue par la personne ; chacun en prend sa part.",
        reading=MONEY,
    ),
    Act.CLOSE_WITH_LOSS: Page(
        forms.LossForm,
        default.close_with_loss,
        "Plus rien n’est attendu de la personne. Une somme recouvrée plus tard pourra être enregistrée.",
        left,
    ),
}


@login_required
def fact_on_loan(request: Asked, file: uuid.UUID, *, act: Act) -> HttpResponse:
    """One fact of the bank or of the guarantor on a loan."""
    page = PAGES[act]
    loan = opened_loan(request, file, page.reading)
    form = page.form(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=loan.disbursed_on,
        initial=page.proposes(loan, request),
        revision=loan.revision,
    )
    reads = request.actor.may_read(Reading.SEE_LOANS)
    return fact_page(
        request,
        act,
        loan,
        form,
        lambda data: page.run(loan, by=request.actor, **data),
        back=account_page(loan.file) if reads else reverse("funds:envelope"),
        paper_kind=page.paper_kind,
        state=page.state,
    )
