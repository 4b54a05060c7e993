"""Support: the plan of a loan and its contacts, made, missed, moved."""

from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.applications.reading import application_of
from etrier.database.reading import rows_where
from etrier.domain.business_days import place_of
from etrier.domain.lifecycle import CODE_LABELS, Act
from etrier.domain.scheme.choices import SupportLevel, SupportMode
from etrier.domain.support import ContactReason, PlannedContact, planned_contacts
from etrier.domain.wording import day
from etrier.files.models import File
from etrier.followup.models import SupportContact, SupportPlan
from etrier.journal.door import acting, acting_on, opening, opening_all
from etrier.loans.models import Loan


def contacts_foreseen(loan: Loan, level: str) -> tuple[PlannedContact, ...]:
    """The contacts the dispositif wants for this loan at this level, to its last due date in force."""
    application = application_of(loan.file_id)
    scheme = application.dispositif.parsed
    product = scheme.product(loan.product_code)
    if product is None:
        raise ValidationError("Le dispositif de ce dossier ne connaît pas le produit du prêt.")
    return planned_contacts(
        scheme,
        product,
        SupportLevel(level),
        disbursed_on=loan.disbursed_on,
        last_due_on=loan.ends_on,
        place=place_of(application.organisation.time_zone),
    )


def proposed_level(application: Application) -> str:
    """The level assessed in the study, the lightest where support is compulsory, else none."""
    if application.support_level:
        return application.support_level
    product = application.product
    if product is None:
        return ""
    if product.support.regular:
        return SupportLevel.REGULAR
    return SupportLevel.LIGHT if product.support.mode is SupportMode.COMPULSORY else ""


def set_support_plan(loan: Loan, *, by: Actor, on: date, level: str, followed_by: str = "") -> SupportPlan:
    """Say how the loan is accompanied; its contacts are planned from that day on."""
    if loan.state not in ("running", "repaid_unconfirmed"):
        raise ValidationError(f"Le prêt est {loan.state_label} : il n’y a plus d’accompagnement à prévoir.")
    plan = SupportPlan(
        organisation_id=loan.organisation_id,
        file_id=loan.file_id,
        loan=loan,
        level=level,
        followed_by=followed_by,
        planned_until=loan.ends_on,
        set_on=on,
    )
    with opening(plan, Act.SET_SUPPORT_PLAN, by=by, on=on, support_level=level):
        pass
    SupportContact.objects.filter(file=loan.file_id, plan__isnull=True).update(plan=plan)
    _plan_contacts(plan, by=by, on=on)
    return plan


def _plan_contacts(plan: SupportPlan, *, by: Actor, on: date) -> None:
    """The contacts still to come of the plan; one already promised, made or passed is not planned again."""
    known = rows_where(SupportContact, file=plan.file_id)
    kept = [contact for contact in known if contact.state != "cancelled"]
    once = {contact.reason for contact in kept} & {ContactReason.FIRST, ContactReason.MIDWAY}
    days = {contact.due_on for contact in kept}
    planned = [
        SupportContact(
            organisation_id=plan.organisation_id,
            file_id=plan.file_id,
            plan=plan,
            reason=contact.reason,
            due_on=contact.on,
            channel=contact.channel,
        )
        for contact in contacts_foreseen(plan.loan, plan.level)
        if contact.on >= on and contact.on not in days and contact.reason not in once
    ]
    opening_all(planned, Act.PLAN_SUPPORT_CONTACT, by=by, on=on, own={"due_on": "due_on"})


def revise_support_plan(
    plan: SupportPlan,
    *,
    by: Actor,
    on: date,
    level: str,
    followed_by: str = "",
    revision: int | None = None,
) -> SupportPlan:
    """Another level, or a schedule that has moved: what is done stays, what was to come is planned anew."""
    with acting(plan, Act.REVISE_SUPPORT_PLAN, by=by, on=on, revision=revision, support_level=level):
        plan.level, plan.followed_by = level, followed_by
        plan.planned_until = plan.loan.ends_on
    planned = SupportContact.objects.filter(plan=plan, state="planned", due_on__gt=on)
    kept = (ContactReason.FIRST, ContactReason.ADDED)
    acting_on(planned.exclude(reason__in=kept), Act.CANCEL_SUPPORT_CONTACT, by=by, on=on)
    _plan_contacts(plan, by=by, on=on)
    return plan


def end_support_plan(
    plan: SupportPlan, *, by: Actor, on: date, reason: str, revision: int | None = None
) -> SupportPlan:
    """The accompaniment stops; contacts still to come are cancelled."""
    with acting(plan, Act.END_SUPPORT_PLAN, by=by, on=on, revision=revision, support_end=reason):
        plan.end_reason, plan.ended_on = reason, on
    acting_on(SupportContact.objects.filter(plan=plan).awaited(), Act.CANCEL_SUPPORT_CONTACT, by=by, on=on)
    return plan


def plan_support_contact(
    file: File,
    *,
    by: Actor,
    on: date,
    due_on: date,
    channel: str,
    reason: str = ContactReason.ADDED,
    plan: SupportPlan | None = None,
) -> SupportContact:
    """One contact to make; before the loan, the first one that a compulsory support promises."""
    if due_on < on:
        raise ValidationError({"due_on": f"Choisissez un jour à partir du {day(on)}."})
    contact = SupportContact(
        organisation_id=file.organisation_id,
        file=file,
        plan=plan,
        reason=reason,
        due_on=due_on,
        channel=channel,
    )
    with opening(contact, Act.PLAN_SUPPORT_CONTACT, by=by, on=on, due_on=due_on):
        pass
    return contact


def move_support_contact(
    contact: SupportContact, *, by: Actor, on: date, due_on: date, revision: int | None = None
) -> SupportContact:
    """Another day; a missed contact is planned again."""
    with acting(contact, Act.MOVE_SUPPORT_CONTACT, by=by, on=on, revision=revision, due_on=due_on):
        if due_on < on:
            raise ValidationError({"due_on": f"Choisissez un jour à partir du {day(on)}."})
        contact.due_on = due_on
    return contact


def complete_support_contact(
    contact: SupportContact,
    *,
    by: Actor,
    on: date,
    channel: str,
    note: str = "",
    revision: int | None = None,
) -> SupportContact:
    """The contact was made, by that way; the note stays in the file, not in the journal."""
    with acting(contact, Act.COMPLETE_SUPPORT_CONTACT, by=by, on=on, revision=revision, channel=channel):
        if channel not in CODE_LABELS["channel"]:
            raise ValidationError({"channel": "Dites comment le contact a eu lieu."})
        contact.channel, contact.done_on, contact.note = channel, on, note
    return contact


def miss_support_contact(
    contact: SupportContact, *, by: Actor, on: date, note: str = "", revision: int | None = None
) -> SupportContact:
    """The person could not be met: it alerts, it never punishes."""
    with acting(contact, Act.MISS_SUPPORT_CONTACT, by=by, on=on, revision=revision):
        if on < contact.due_on:
            raise ValidationError(f"Ce contact est prévu le {day(contact.due_on)} : il n’est pas manqué.")
        contact.note = note
    return contact


def cancel_support_contact(
    contact: SupportContact, *, by: Actor, on: date, note: str = "", revision: int | None = None
) -> SupportContact:
    """The contact is no longer needed."""
    with acting(contact, Act.CANCEL_SUPPORT_CONTACT, by=by, on=on, revision=revision):
        contact.note = note
    return contact
