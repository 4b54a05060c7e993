"""The guarantee of a loan by the CCAS: commitment, exposure, call, recoveries, and the voted envelope.

Amounts in euros, shares (quotités) in percent. Half-up for the guarantor; the bank keeps the remainder.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etrier.domain.french import typeset
from etrier.domain.labelled import Labelled
from etrier.domain.money import ZERO, rounded, to_euros
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Schedule
from etrier.domain.scheme.choices import CallBase
from etrier.domain.wording import euros


@dataclass(frozen=True, slots=True)
class Shares:
    """An amount split between guarantor and bank; their sum is the amount, always."""

    guarantor: Decimal
    bank: Decimal


def split(amount: Decimal, share: Decimal) -> Shares:
    """Split an amount by a share in percent. Raises `Refused` for a share outside 0–100."""
    if not 0 <= share <= 100:
        raise Refused("absurd_share", "Quotité : entre 0 et 100 %.")
    part = rounded(amount * share / 100)
    return Shares(part, amount - part)


def commitment(principal: Decimal, share: Decimal) -> Decimal:
    """What the guarantor commits when the bank lends (engagement de garantie)."""
    return split(principal, share).guarantor


def exposure_by_month(schedule: Schedule, share: Decimal) -> tuple[tuple[date, Decimal], ...]:
    """What the guarantor risks from disbursement on, then after each line if all is paid on time."""
    lent = (schedule.terms.disbursed_on, schedule.terms.principal)
    after = zip(schedule.due_on, map(to_euros, schedule.balance_cents), strict=True)
    return tuple((on, split(owed, share).guarantor) for on, owed in (lent, *after))


@dataclass(frozen=True, slots=True)
class Call:
    """A guarantee call: its base, what the guarantor pays and what the bank bears."""

    base: Decimal
    guarantor: Decimal
    bank: Decimal


def guarantee_call(
    outstanding_principal: Decimal,
    due_interest: Decimal,
    share: Decimal,
    base: CallBase = CallBase.PRINCIPAL,
    paid_since: Decimal = ZERO,
) -> Call:
    """What the bank may call, by the base of its convention.

    `paid_since`: payments received since those figures were drawn up, deducted; never below zero.
    """
    if min(outstanding_principal, due_interest, paid_since) < 0:
        raise Refused("negative_amount", "Appel en garantie : un montant ne peut pas être négatif.")
    interest = due_interest if base is CallBase.PRINCIPAL_AND_INTEREST else ZERO
    owed = max(outstanding_principal + interest - paid_since, ZERO)
    shares = split(owed, share)
    return Call(owed, shares.guarantor, shares.bank)


def share_recovery(amount: Decimal, share: Decimal, recovered_before: Decimal = ZERO) -> Shares:
    """How a sum recovered from the borrower after a call is shared, by the same quotas.

    Rounded on the running total, so that many small recoveries give each what one large one would.
    """
    if min(amount, recovered_before) < 0:
        raise Refused("negative_amount", "Somme recouvrée : un montant ne peut pas être négatif.")
    before, after = split(recovered_before, share), split(recovered_before + amount, share)
    return Shares(after.guarantor - before.guarantor, after.bank - before.bank)


class CommitmentState(Labelled):
    """Where a guarantee commitment stands."""

    RESERVED = "reserved", "Réservée"
    COMMITTED = "committed", "Engagée"
    CALLED = "called", "Appelée"
    REFUSED = "refused", "Appel refusé"
    PAID = "paid", "Payée"
    RECOVERED = "recovered", "Recouvrée"
    RELEASED = "released", "Libérée"


@dataclass(frozen=True, slots=True)
class Commitment:
    """One loan guaranteed on the envelope.

    `outstanding` is its principal still owed, arrears included, and `repaid` the principal repaid;
    `called` the amount called, `paid` what the CCAS paid on it, `recovered` its part of recoveries.
    """

    state: CommitmentState
    principal: Decimal
    share: Decimal
    outstanding: Decimal = ZERO
    repaid: Decimal = ZERO
    called: Decimal = ZERO
    paid: Decimal = ZERO
    recovered: Decimal = ZERO

    def used(self, *, repaid_principal_frees_room: bool = True) -> Decimal:
        """How much of the envelope it takes; what was repaid counts too when it frees no room."""
        kept = ZERO if repaid_principal_frees_room else self.repaid
        match self.state:
            case CommitmentState.RESERVED:
                return commitment(self.principal, self.share)
            case CommitmentState.COMMITTED:
                return commitment(self.outstanding + kept, self.share)
            case CommitmentState.CALLED:
                return self.called + commitment(kept, self.share)
            case CommitmentState.PAID | CommitmentState.RECOVERED:
                return max(self.paid - self.recovered, ZERO) + commitment(kept, self.share)
        return commitment(kept, self.share)


@dataclass(frozen=True, slots=True)
class Envelope:
    """The money voted to guarantee loans, and the commitments it bears (enveloppe de garantie)."""

    voted: Decimal
    commitments: tuple[Commitment, ...] = ()
    repaid_principal_frees_room: bool = True

    @property
    def used(self) -> Decimal:
        """Σ share × (reserved + outstanding committed) + calls paid − recoveries."""
        frees = self.repaid_principal_frees_room
        return sum((one.used(repaid_principal_frees_room=frees) for one in self.commitments), ZERO)

    @property
    def free(self) -> Decimal:
        """Room left; negative only when a later vote lowered the envelope."""
        return self.voted - self.used


@dataclass(frozen=True, slots=True)
class Overrun:
    """Why a loan does not fit in the envelope: what it needs, what is free, what is missing."""

    needed: Decimal
    free: Decimal
    missing: Decimal
    sentence: str
    code: str = "envelope_overrun"


def overrun(envelope: Envelope, principal: Decimal, share: Decimal) -> Overrun | None:
    """Test before reserving: None when the loan fits, exactly at the limit included."""
    return overrun_of(envelope.free, principal, share)


def overrun_of(free: Decimal, principal: Decimal, share: Decimal) -> Overrun | None:
    """The same test from the room left, when the database has summed the commitments."""
    needed = commitment(principal, share)
    if needed <= free:
        return None
    missing = needed - free
    return Overrun(
        needed,
        free,
        missing,
        typeset(
            f"L’enveloppe de garantie ne suffit pas : ce prêt engage {euros(needed)}, "
            f"il reste {euros(free)}. Il manque {euros(missing)} ; "
            "seule une délibération peut augmenter l’enveloppe."
        ),
    )
