"""What the policy of the file's dispositif says of a refund, from the account of its loan."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from itertools import groupby

from django.core.exceptions import ValidationError

from etrier.domain.account import Account
from etrier.domain.refund import Case, case_of, refund
from etrier.domain.scheme.choices import RefundPolicy
from etrier.domain.wording import euros
from etrier.loans.accounts import accounts_of
from etrier.loans.models import Loan
from etrier.outcomes.models import Refund
from etrier.schemes.models import Dispositif

REASON_OF = {
    "late_instalment": "late_instalment",
    "not_confirmed": "not_repaid",
    "ended_by_guarantee": "guarantee_called",
    "no_refund": "not_in_scheme",
    "no_interest": "no_interest",
}
"""The coded reason of a refusal, by the code of the policy's."""


def refunds_interest(dispositif: Dispositif) -> bool:
    """Whether this dispositif gives interest back at all."""
    return dispositif.parsed.refund.policy is not RefundPolicy.NONE


def repaid_on(loan: Loan) -> date | None:
    """The day of the bank's statement, None as long as there is none."""
    return loan.ended_on if loan.state == "paid_off" else None


def accounts_at_end(loans: Iterable[Loan], on: date) -> dict[int, Account]:
    """The accounts of loans on the day the bank says they were repaid (`on` without its word)."""
    days = sorted(((repaid_on(loan) or on, loan.pk, loan) for loan in loans), key=lambda known: known[:2])
    found: dict[int, Account] = {}
    for day, group in groupby(days, key=lambda known: known[0]):
        found |= accounts_of([loan for _, _, loan in group], day)
    return found


def judge(found: Refund, on: date, *, dispositif: Dispositif, account: Account | None = None) -> Case:
    """Write the verdict of the day on a refund that nobody decided yet, and give back its case."""
    loan = found.loan
    account = account or accounts_at_end([loan], on)[loan.pk]
    case = case_of(account, loan.principal, repaid_on(loan), certificate=found.certificate)
    verdict = refund(dispositif.parsed.refund, case, found.exception_motive)
    found.granted, found.amount, found.interest = verdict.granted, verdict.amount, case.interest_paid
    found.reasons = [asdict(reason) for reason in verdict.reasons]
    found.judged_on = on
    return case


def check_due(found: Refund) -> None:
    """Refuse to go on with a refund that the policy refuses, or that has nothing to give back."""
    if not found.granted:
        said = " ".join(reason["sentence"] for reason in found.refusals)
        raise ValidationError(f"La règle du dispositif refuse ce remboursement. {said}")
    if not found.amount:
        raise ValidationError("Aucun intérêt n’a été payé : il n’y a rien à rembourser.")


def check_unchanged(found: Refund, on: date, *, dispositif: Dispositif) -> None:
    """Hold a refund the commission approved to the account of today."""
    former = found.amount
    judge(found, on, dispositif=dispositif)
    if found.amount != former:
        raise ValidationError(
            f"Le compte du prêt a changé depuis l’avis de la commission : {euros(former)} alors,"
            f" {euros(found.amount)} aujourd’hui. Ajournez ce remboursement, puis présentez-le de nouveau."
        )


def reasons_to_refuse(found: Refund) -> list[str]:
    """The coded reasons that fit: the policy's, the commission's, the person's."""
    fitting = [REASON_OF[reason["code"]] for reason in found.reasons if reason["code"] in REASON_OF]
    unfavourable = found.item is not None and found.item.state == "unfavourable"
    return list(dict.fromkeys([*fitting, *["opinion"] * unfavourable, "declined"]))
