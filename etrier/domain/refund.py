"""The interest refund: what the CCAS gives back once the loan is repaid, by the policy of its dispositif."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from etrier.domain.account import Account
from etrier.domain.french import typeset
from etrier.domain.money import ZERO, rounded
from etrier.domain.scheme.choices import RefundPolicy
from etrier.domain.scheme.funds import RefundTerms
from etrier.domain.wording import day, euros, listed, percent, plural


@dataclass(frozen=True, slots=True)
class Case:
    """What the refund is judged on; euros.

    `repaid_on`: the day of the bank's statement that the loan is repaid, None without one. `paid` is all
    the borrower paid, insurance, fees and penalties included. `late_due_on`: due dates of the late
    instalments, when they are known. `certificate`: interest on the bank's certificate, when there is one.
    """

    principal: Decimal
    paid: Decimal
    insurance: Decimal = ZERO
    fees: Decimal = ZERO
    penalties: Decimal = ZERO
    repaid_on: date | None = None
    late_instalments: tuple[int, ...] = ()
    late_due_on: tuple[date, ...] = ()
    ended_by_guarantee: bool = False
    certificate: Decimal | None = None

    @property
    def interest_paid(self) -> Decimal:
        """All paid − principal lent − insurance − fees − penalties, not below zero."""
        return max(self.paid - self.principal - self.insurance - self.fees - self.penalties, ZERO)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a verdict: a code, a French sentence, the figure it rests on.

    `refuses` when this reason alone refuses the refund.
    """

    code: str
    sentence: str
    figure: str = ""
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the refund is due, how much (euros, zero when refused), and every reason."""

    granted: bool
    amount: Decimal
    reasons: tuple[Reason, ...]
    by_exception: bool = False


def case_of(
    account: Account,
    principal: Decimal,
    repaid_on: date | None,
    *,
    certificate: Decimal | None = None,
) -> Case:
    """The case of a loan from its account on the day of the bank's statement.

    Once the bank states that the loan is repaid, what was presumed is confirmed by that statement, and so
    is what nobody had told: the rest of the instalments due, the principal of those to come. Before, none
    of it counts.
    """
    attested, insurance = _attested(account) if repaid_on is not None else (ZERO, ZERO)
    return Case(
        principal=principal,
        paid=account.paid + attested + account.fees + account.penalties,
        insurance=account.insurance_settled + insurance,
        fees=account.fees,
        penalties=account.penalties,
        repaid_on=repaid_on,
        late_instalments=account.late_instalments,
        late_due_on=tuple(one.due_on for one in account.instalments if one.late),
        ended_by_guarantee=account.paid_by_guarantee > 0,
        certificate=certificate,
    )


def _attested(account: Account) -> tuple[Decimal, Decimal]:
    """What the statement adds to what was known, and the insurance in it; a surplus already held it."""
    due = [one for one in account.instalments if one.due_on <= account.on]
    insurance = sum((one.insurance - one.settled_insurance for one in due), ZERO)
    interest = sum((one.interest - one.settled_interest for one in due), ZERO)
    principal = max(account.outstanding_principal - account.surplus, ZERO)
    return account.presumed + principal + interest + insurance, insurance


def refund(terms: RefundTerms, case: Case, exception_motive: str = "") -> Verdict:
    """Judge a refund: every reason speaks, the refusing ones first.

    Lateness is that of the account folded with the policy's grace days. An exception voted with its motive
    sets it aside; nothing sets aside the bank's missing statement, a loan ended by the guarantee, or a
    dispositif without refund.
    """
    motive = exception_motive.strip()
    obstacles = _obstacles(terms, case)
    late = _lateness(terms, case)
    lifted = late is not None and bool(motive)
    if late is not None and not lifted:
        obstacles.append(late)
    if obstacles:
        return Verdict(False, ZERO, tuple(obstacles + _differences(case)))
    amount, notes = _amount(terms, case)
    if lifted:
        notes.insert(0, Reason("by_exception", typeset(f"Accordé par exception : {motive}")))
    return Verdict(True, amount, tuple(notes + _differences(case)), by_exception=lifted)


def _obstacles(terms: RefundTerms, case: Case) -> list[Reason]:
    found = []
    if terms.policy is RefundPolicy.NONE:
        found.append(_refusal("no_refund", "Le dispositif ne prévoit pas de remboursement des intérêts."))
    if case.ended_by_guarantee:
        found.append(
            _refusal("ended_by_guarantee", "Le prêt a été soldé par la garantie, non par l’emprunteur.")
        )
    if case.repaid_on is None:
        found.append(
            _refusal(
                "not_confirmed", "La banque n’a pas encore attesté que le prêt est entièrement remboursé."
            )
        )
    return found


def _lateness(terms: RefundTerms, case: Case) -> Reason | None:
    count = len(case.late_instalments)
    if terms.policy is not RefundPolicy.WITHOUT_LATE_INSTALMENT or not count:
        return None
    dates = (f" du {day(on)}" for on in case.late_due_on)
    late = zip_longest(case.late_instalments, dates, fillvalue="")
    numbers = listed(f"n° {number}{on}" for number, on in late)
    return _refusal(
        "late_instalment",
        f"{plural(count, 'échéance')} en retard ({numbers}) : le dispositif demande qu’aucune ne le soit.",
        str(count),
    )


def _refusal(code: str, sentence: str, figure: str = "") -> Reason:
    return Reason(code, typeset(sentence), figure, refuses=True)


def _amount(terms: RefundTerms, case: Case) -> tuple[Decimal, list[Reason]]:
    interest = case.interest_paid
    amount = rounded(interest * terms.rate / 100)
    repaid_on = day(case.repaid_on) if case.repaid_on else ""
    notes = [
        Reason(
            "repaid",
            typeset(
                f"Prêt entièrement remboursé, attesté le {repaid_on} : {euros(interest)} d’intérêts payés."
            ),
            str(interest),
        )
    ]
    if terms.rate != 100:
        notes.append(
            Reason(
                "rate",
                f"Le dispositif rembourse {percent(terms.rate)} des intérêts, soit {euros(amount)}.",
                str(terms.rate),
            )
        )
    if terms.cap is not None and amount > terms.cap:
        amount = terms.cap
        notes.append(Reason("capped", f"Remboursement limité à {euros(terms.cap)}.", str(terms.cap)))
    if not amount:
        notes.append(Reason("no_interest", "Aucun intérêt n’a été payé."))
    return amount, notes


def _differences(case: Case) -> list[Reason]:
    if case.certificate is None or case.certificate == case.interest_paid:
        return []
    return [
        Reason(
            "certificate_differs",
            typeset(
                f"L’attestation de la banque porte {euros(case.certificate)} d’intérêts, "
                f"le calcul {euros(case.interest_paid)} : à vérifier avec elle."
            ),
            str(case.certificate),
        )
    ]
