"""The request in a story: first contact, appointments, study, papers, recommendation, or another way out."""

from collections.abc import Collection
from datetime import date, time, timedelta
from decimal import Decimal

from etrier.applications import actions
from etrier.applications.actions.budget import update_budget
from etrier.applications.actions.checklist import Brought, bring_documents
from etrier.applications.actions.conclusion import complete_study
from etrier.applications.actions.project import update_project
from etrier.applications.actions.reorientation import reorient
from etrier.applications.actions.rights import check_rights
from etrier.applications.budget import instalment_of
from etrier.applications.checklist import Line, checklist_of, wanting
from etrier.applications.findings import blocking
from etrier.demonstration.budgets import Account, budget
from etrier.demonstration.papers import paper
from etrier.demonstration.tales import Tale
from etrier.documents.actions import accept_documents, check_documents
from etrier.documents.jobs import verdict
from etrier.documents.models import Document
from etrier.domain.access import Role
from etrier.domain.assessment import OrdinaryRight, RightOutcome
from etrier.domain.household import Explained, Relation
from etrier.domain.scheme.choices import Circumstance, Employment
from etrier.followup.actions.appointments import Slot, mark_excused, mark_no_show, mark_seen, plan_appointment
from etrier.followup.models import Appointment

HOURS = (time(9, 0), time(9, 30), time(10, 30), time(11, 0), time(14, 0), time(14, 30), time(16, 0))
FRESH = (2, 12)
"""How many days old the papers are when they are brought."""
HOLDS = timedelta(28 - FRESH[1])
"""For how long after that every one of them holds: none is asked to be less than a month old."""
FAVOURABLE = (
    "Le projet est utile et chiffré, le budget supporte la mensualité, la personne s’y est préparée.",
    "Ressources modestes mais régulières ; la mensualité reste en deçà de ce qui était déjà mis de côté.",
    "Le prêt remplace des frais plus lourds chaque mois ; l’accompagnement est accepté.",
)
ORIGINS = ("self", "reception", "phone", "ccas_worker", "department", "france_travail", "association")


def contact(tale: Tale, on: date, *, reception: bool = False) -> None:
    """Someone asks: the request is written down and what a microcredit is, explained."""
    wish = tale.wish
    by = tale.town.by(Role.RECEPTION) if reception else tale.by
    tale.application = actions.record_contact(
        by=by,
        on=on,
        told=tale.person.told | {"protection": "none"},
        known=tale.facts.get("known"),
        origin=tale.origin,
        holder=tale.worker.user,
        explained_points=tuple(Explained)[: 4 if reception else None],
        resident=True,
        bank_refused=tale.rng.random() < 0.7 or None,
        channel=tale.rng.choice(("phone", "meeting", "meeting")),
        wish=wish.words,
        product_code=wish.product,
        purpose_code=wish.purpose,
        amount=wish.amount,
        months=wish.months,
    )


def meet(tale: Tale, kind: str, planned_on: date, day: date, *, hour: time | None = None) -> Appointment:
    """An appointment put in the diary of the worker."""
    minutes = tale.town.dispositif.parsed.appointments.minutes
    return plan_appointment(
        tale.file,
        by=tale.by,
        on=planned_on,
        kind=kind,
        slot=Slot(
            starts_at=tale.town.at(day, hour or tale.rng.choice(HOURS)),
            minutes=minutes if kind in ("information", "study") else 45,
            worker=tale.worker.user,
            place="bank" if kind == "signature" else "ccas",
            place_detail="" if kind == "signature" else tale.rng.choice(("bureau 2", "bureau 4")),
        ),
    )


def seen(tale: Tale, appointment: Appointment, on: date) -> None:
    """It took place, more or less as long as planned."""
    mark_seen(appointment, by=tale.by, on=on, minutes=appointment.minutes + tale.rng.choice((-15, 0, 0, 15)))


def missed(tale: Tale, appointment: Appointment, on: date, *, excused: bool) -> None:
    """The person did not come."""
    if excused:
        mark_excused(appointment, by=tale.by, on=on, note="A prévenu la veille.")
    else:
        mark_no_show(appointment, by=tale.by, on=on)


def open_study(tale: Tale, on: date) -> None:
    """The study begins: household, situation, rights, support."""
    application, by, person = tale.application, tale.by, tale.person
    actions.open_study(application, by=by, on=on, holder=tale.worker.user)
    actions.record_household(
        application,
        by=by,
        on=on,
        family=person.family,
        housing=person.housing,
        members=person.members,
        disabled=[Relation.APPLICANT] if person.employment is Employment.DISABLED else [],
    )
    actions.update_situation(
        application,
        by=by,
        on=on,
        resident=True,
        resident_since=on - timedelta(tale.rng.randint(400, 6000)),
        steady_income=True,
        employment=person.employment,
        employment_detail=person.job,
        co_employment="",
        circumstances=[Circumstance.DEBTS] if tale.wish.debts else [],
        running_loans=0,
        over_indebtedness="none",
    )
    kinds = ["budget"] if tale.level else []
    actions.assess_support(application, by=by, on=on, kinds=kinds, level=tale.level)


def look_into_rights(tale: Tale, on: date) -> None:
    """Ordinary rights first."""
    held = {
        Employment.UNEMPLOYED: OrdinaryRight.UNEMPLOYMENT,
        Employment.DISABLED: OrdinaryRight.DISABILITY_ALLOWANCE,
        Employment.INACTIVE: OrdinaryRight.MINIMUM_INCOME,
        Employment.RETIRED: OrdinaryRight.OLD_AGE_ALLOWANCE,
    }.get(tale.person.employment, OrdinaryRight.ACTIVITY_BONUS)
    check_rights(
        tale.application,
        by=tale.by,
        on=on,
        rights=[
            {"right": held, "outcome": RightOutcome.HELD},
            {"right": OrdinaryRight.ENERGY_VOUCHER, "outcome": RightOutcome.HELD},
            {"right": OrdinaryRight.MOBILITY_AID, "outcome": RightOutcome.NOT_CONCERNED},
        ],
    )


def describe_project(tale: Tale, on: date) -> None:
    """What the loan pays for, on its quotes."""
    wish = tale.wish
    update_project(
        tale.application,
        by=tale.by,
        on=on,
        product_code=wish.product,
        amount=wish.amount,
        months=wish.months,
        items=wish.quoted(on),
        fundings=wish.fundings,
        description=wish.words,
        exception_motive=wish.motive,
    )


def account_of(tale: Tale, on: date) -> Account:
    """The budget of the household, such that the margin of the story is left."""
    return budget(
        tale.person,
        tale.town.dispositif.parsed.budget,
        tale.rng,
        on,
        instalment=instalment_of(tale.application) or Decimal(0),
        margin=Decimal(tale.margin),
        debts=tale.wish.debts,
    )


def describe_budget(tale: Tale, on: date, *, unknown: int = 0) -> None:
    """Income, charges, debts; the last `unknown` charges are not known yet."""
    account = account_of(tale, on).without(unknown)
    update_budget(
        tale.application,
        by=tale.by,
        on=on,
        income=account.income,
        charges=account.charges,
        debts=account.debts,
        yearly_income=Decimal(12) * account.income[0]["monthly"],
    )


def study(tale: Tale, on: date) -> None:
    """The study begun, its project and its budget described."""
    open_study(tale, on)
    look_into_rights(tale, on)
    describe_project(tale, on)
    describe_budget(tale, on)


def bring_papers(
    tale: Tale, on: date, *, but: Collection[str] = (), old: dict[str, int] | None = None
) -> None:
    """Bring what the list asks and is not there, those named in `but` excepted; each is checked at once.

    `old`: papers that were already so many days old when brought.
    """
    ages = old or {}
    tale.facts["papers"] = on
    brought = []
    for line in wanting(checklist_of(tale.application, on)):
        if line.code not in but:
            age = ages.get(line.code, tale.rng.randint(*FRESH))
            brought.append(Brought(line, paper(line.code), on - timedelta(age) if limited(line) else None))
    check(tale, bring_documents(tale.application, by=tale.by, on=on, brought=brought), on)


def renew_papers(tale: Tale, on: date) -> None:
    """What has expired since it was brought is brought again."""
    if on - tale.facts["papers"] > HOLDS:
        bring_papers(tale, on)


def limited(line: Line) -> bool:
    """Whether the paper only holds for a time."""
    return line.checked.requirement.document.validity_months is not None


def check(tale: Tale, brought: list[Document], on: date) -> None:
    """What the job of the queue does of papers, on their own day."""
    house = tale.town.house
    sound = [document.pk for document in brought if not verdict(document)]
    if check_documents(sound, by=house, on=on) != len(brought):
        raise ValueError("a paper of the demonstration is sound")
    accept_documents(sound, by=house, on=on)


def conclude(tale: Tale, on: date, recommendation: str = "favourable", reasons: str = "") -> None:
    """The worker recommends."""
    complete_study(
        tale.application,
        by=tale.by,
        on=on,
        recommendation=recommendation,
        reasons=reasons or tale.rng.choice(FAVOURABLE),
    )


def turn_elsewhere(tale: Tale, on: date, target: str, reason: str, explanation: str) -> None:
    """Another way is better than this loan."""
    reorient(tale.application, by=tale.by, on=on, targets=[target], reasons=[reason], explanation=explanation)


def close(tale: Tale, on: date, reason: str, motive: str = "") -> None:
    """The request ends without a loan."""
    actions.close_application(tale.application, by=tale.by, on=on, reason=reason, motive=motive)


def blocking_codes(tale: Tale, on: date) -> list[str]:
    """What still keeps the study from ending, by its codes."""
    return [judged.code for judged in blocking(tale.application, on)]
