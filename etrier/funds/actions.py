"""What may be done to an envelope and to a commitment. Loans and decisions call down to here."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.database.writing import add, change
from etrier.domain import guarantee
from etrier.domain.lifecycle import Act
from etrier.domain.money import ZERO
from etrier.domain.wording import day, euros
from etrier.files.models import File
from etrier.funds.models import Commitment, Envelope, EnvelopeVote, Exposure, Recovery
from etrier.funds.room import room_of
from etrier.journal.door import acting, lock, opening

Plan = Iterable[tuple[date, Decimal]]


def vote_envelope(
    *,
    by: Actor,
    on: date,
    amount: Decimal,
    resolution: str,
    voted_on: date,
    valid_from: date,
    valid_to: date | None = None,
    repaid_principal_frees_room: bool = True,
) -> Envelope:
    """Record the envelope that a délibération votes."""
    envelope = Envelope(
        organisation=by.organisation,
        voted=amount,
        valid_from=valid_from,
        valid_to=valid_to,
        repaid_principal_frees_room=repaid_principal_frees_room,
    )
    with opening(envelope, Act.VOTE_ENVELOPE, by=by, on=on, amount=amount):
        _keep_vote(envelope, amount, resolution, voted_on)
    return envelope


def amend_envelope(
    envelope: Envelope,
    *,
    by: Actor,
    on: date,
    amount: Decimal,
    resolution: str,
    voted_on: date,
    revision: int | None = None,
) -> Envelope:
    """Bring the envelope to another total, by a later délibération; never below what is already used."""
    with acting(envelope, Act.AMEND_ENVELOPE, by=by, on=on, revision=revision, amount=amount):
        used = room_of(envelope).used
        if amount < used:
            raise ValidationError(
                {"amount": f"L’enveloppe garantit déjà {euros(used)} : votez au moins cette somme."}
            )
        envelope.voted = amount
        _keep_vote(envelope, amount, resolution, voted_on)
    return envelope


def close_envelope(envelope: Envelope, *, by: Actor, on: date, revision: int | None = None) -> Envelope:
    """No further guarantee is reserved on it; those given stand until their loans end."""
    with acting(envelope, Act.CLOSE_ENVELOPE, by=by, on=on, revision=revision):
        if envelope.valid_from <= on and (envelope.valid_to is None or on < envelope.valid_to):
            envelope.valid_to = on
    return envelope


def _keep_vote(envelope: Envelope, amount: Decimal, resolution: str, voted_on: date) -> None:
    add(
        EnvelopeVote(
            organisation_id=envelope.organisation_id,
            envelope=envelope,
            amount=amount,
            resolution=resolution,
            voted_on=voted_on,
        )
    )


def obstacle(envelope: Envelope | None, principal: Decimal, share: Decimal, on: date) -> str:
    """Why a guarantee cannot be reserved, in French; empty when it can. Shown before transmission too."""
    if envelope is None:
        return (
            f"Aucune enveloppe de garantie n’est en vigueur au {day(on)} : le CCAS ne peut pas garantir"
            " ce prêt avant qu’une délibération en vote une."
        )
    refusal = guarantee.overrun_of(room_of(envelope).free, principal, share)
    return refusal.sentence if refusal else ""


def reserve_guarantee(file: File, *, by: Actor, on: date, principal: Decimal, share: Decimal) -> Commitment:
    """Set aside the CCAS's share once the bank has accepted; refused when the envelope lacks room.

    The envelope's row is locked first, so that two reservations at once cannot both take the last euros.
    """
    organisation = by.organisation
    envelope = Envelope.objects.in_force(organisation, on) if organisation else None
    if envelope is not None:
        lock(envelope)
    if refusal := obstacle(envelope, principal, share, on):
        raise ValidationError(refusal)
    commitment = Commitment(
        organisation=organisation,
        file=file,
        envelope=envelope,
        share=share,
        principal=principal,
        outstanding=principal,
        reserved_on=on,
    )
    with opening(
        commitment, Act.RESERVE_GUARANTEE, by=by, on=on, amount=guarantee.commitment(principal, share)
    ):
        pass
    return commitment


def commit_guarantee(
    commitment: Commitment, *, by: Actor, on: date, principal: Decimal, plan: Plan
) -> Commitment:
    """The loan is paid out: the reservation becomes a commitment, on what is really lent."""
    with acting(commitment, Act.COMMIT_GUARANTEE, by=by, on=on) as step:
        if principal > commitment.principal:
            lock(commitment.envelope)
            more = principal - commitment.principal
            if refusal := obstacle(commitment.envelope, more, commitment.share, on):
                raise ValidationError(refusal)
        commitment.principal = commitment.outstanding = principal
        commitment.committed_on = on
        commitment.plan = written(plan)
        step.tell(amount=guarantee.commitment(principal, commitment.share))
        _expose(commitment, on, principal)
    return commitment


def note_outstanding(
    commitment: Commitment, *, on: date, outstanding: Decimal, plan: Plan | None = None
) -> Commitment:
    """Write what remains due of the loan, as its account tells; the loan's own act is in the journal.

    `plan` comes with a new version of the schedule.
    """
    lock(commitment)
    changed = commitment.outstanding != outstanding
    if not changed and plan is None:
        return commitment
    commitment.outstanding = outstanding
    if plan is not None:
        commitment.plan = written(plan)
    change(commitment, "outstanding", "plan")
    if changed:
        _expose(commitment, on, outstanding)
    return commitment


def written(plan: Plan) -> list[list[str]]:
    """A plan as JSON keeps it."""
    return [[day.isoformat(), str(amount)] for day, amount in plan]


def _expose(commitment: Commitment, on: date, outstanding: Decimal) -> None:
    add(
        Exposure(
            organisation_id=commitment.organisation_id,
            commitment=commitment,
            on=on,
            outstanding=outstanding,
        )
    )


def release_guarantee(commitment: Commitment, *, by: Actor, on: date, reason: str) -> Commitment:
    """The CCAS guarantees nothing any more: repaid, retracted, lapsed or recalled."""
    with acting(commitment, Act.RELEASE_GUARANTEE, by=by, on=on, release_reason=reason):
        commitment.released_on = on
        if reason == "repaid":
            commitment.outstanding = ZERO
        if commitment.committed_on is not None:
            _expose(commitment, on, ZERO)
    return commitment


def call_guarantee(commitment: Commitment, *, by: Actor, on: date, amount: Decimal) -> Commitment:
    """The bank asks for the CCAS's share of what it lost."""
    with acting(commitment, Act.CALL_GUARANTEE, by=by, on=on, amount=amount):
        commitment.called_on = on
        commitment.called_amount = amount
    return commitment


def pay_call(commitment: Commitment, *, by: Actor, on: date, amount: Decimal) -> Commitment:
    """The CCAS pays what was called, or less when payments came meanwhile."""
    with acting(commitment, Act.PAY_CALL, by=by, on=on, amount=amount):
        if amount > commitment.called_amount:
            called = euros(commitment.called_amount)
            raise ValidationError(
                {"amount": f"La banque a appelé {called} : le paiement ne peut pas dépasser."}
            )
        commitment.paid_amount = amount
        commitment.settled_on = on
    return commitment


def refuse_call(commitment: Commitment, *, by: Actor, on: date, reason: str) -> Commitment:
    """The CCAS refuses the call, for a coded reason; the bank may call anew."""
    with acting(commitment, Act.REFUSE_CALL, by=by, on=on, call_reason=reason):
        commitment.settled_on = on
    return commitment


def record_recovery(commitment: Commitment, *, by: Actor, on: date, amount: Decimal) -> Commitment:
    """Money got back from the borrower after the call: the CCAS takes its quota of it."""
    lock(commitment)
    before = sum((one.amount for one in commitment.recoveries.all()), ZERO)
    part = guarantee.share_recovery(amount, commitment.share, before).guarantor
    with acting(commitment, Act.RECORD_RECOVERY, by=by, on=on, amount=part):
        rest = commitment.paid_amount - commitment.recovered_amount
        if part > rest:
            raise ValidationError(
                {"amount": f"La part du CCAS dépasse ce qu’il lui reste à recouvrer, {euros(rest)}."}
            )
        commitment.recovered_amount += part
        add(
            Recovery(
                organisation_id=commitment.organisation_id,
                commitment=commitment,
                on=on,
                amount=amount,
                share_amount=part,
            )
        )
    return commitment
