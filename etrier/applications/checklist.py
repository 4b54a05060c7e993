"""The papers a request needs that day: what the rules ask, what was received, what is waived."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from etrier.applications.models import Application, HouseholdMember, Waiver
from etrier.applications.models.budget import INCOME
from etrier.applications.project import purposes_of
from etrier.applications.rows import StudyRows
from etrier.documents.models import Document
from etrier.domain import checklist as rules
from etrier.domain.assessment import DebtKind
from etrier.domain.budget import BENEFIT_KINDS
from etrier.domain.household import ADULT_AGE, BORROWERS, Family
from etrier.domain.scheme.choices import Circumstance, Employment, Housing
from etrier.people.models import Person

OPEN_STATES = ("received", "checking")
VERDICTS = {"accepted": True, "expired": True, "rejected": False}
"""What a state says of a paper; an expired one was accepted, its date tells the rest."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paper asked, from whom, where it stands, what was received for it (the latest first)."""

    checked: rules.Checked
    owner_label: str
    documents: Sequence[Document] = field(default=())
    waiver: Waiver | None = None

    @property
    def code(self) -> str:
        return self.checked.requirement.code

    @property
    def owner(self) -> str:
        return self.checked.requirement.person

    @property
    def label(self) -> str:
        return self.checked.requirement.document.label

    @property
    def status(self) -> rules.Status:
        return self.checked.status

    @property
    def blocking(self) -> bool:
        """Whether it keeps the file from going to the bank."""
        return self.checked.blocking

    @property
    def under_check(self) -> bool:
        """Received, and being analysed."""
        return bool(self.documents) and self.documents[0].state in OPEN_STATES

    @property
    def key(self) -> str:
        """One word for this line, in a form."""
        return f"{self.code}--{self.owner}"


def checklist_of(application: Application, on: date, rows: StudyRows | None = None) -> tuple[Line, ...]:
    """Every paper asked for the facts known that day, in the order of the dispositif."""
    rows = rows or StudyRows(application)
    asked = rules.required(application.dispositif.parsed, facts_of(rows, on))
    received = received_for(rows, asked)
    papers = [paper_of(one) for one in received] + [
        rules.Paper(code=waiver.document_code, person=waiver.owner, waived=True) for waiver in rows.waivers
    ]
    names = owner_labels(application, rows.members)
    return tuple(
        Line(
            each,
            names.get(each.requirement.person, "") or each.requirement.document.holder.label,
            [one.document for one in received if one.answers(each.requirement)],
            next((waiver for waiver in rows.waivers if waives(waiver, each.requirement)), None),
        )
        for each in rules.check(asked, papers, on=on)
    )


def missing_blocking(application: Application, on: date, rows: StudyRows | None = None) -> tuple[Line, ...]:
    """The papers that keep the file from going to a bank."""
    return tuple(line for line in checklist_of(application, on, rows) if line.blocking)


def wanting(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The papers to ask for: not there, refused or expired."""
    wanted = (rules.Status.MISSING, rules.Status.REFUSED, rules.Status.EXPIRED)
    return tuple(line for line in lines if line.status in wanted)


@dataclass(frozen=True, slots=True)
class Received:
    """A paper of the file, and whose it is."""

    document: Document
    owner: str

    def answers(self, requirement: rules.Requirement) -> bool:
        return (self.document.kind_code, self.owner) == (requirement.code, requirement.person)


def received_for(rows: StudyRows, asked: Sequence[rules.Requirement]) -> list[Received]:
    """The papers of the file that still stand, the latest first.

    One that nobody said whose it is counts for the first person it is asked from.
    """
    owners = {link.document_id: link.owner for link in rows.supporting}
    first: dict[str, str] = {}
    for requirement in asked:
        first.setdefault(requirement.code, requirement.person)
    return [
        Received(document, owners.get(document.pk, first[document.kind_code]))
        for document in rows.documents
        if document.kind_code in first
    ]


def waives(waiver: Waiver, requirement: rules.Requirement) -> bool:
    """Whether a waiver answers a requirement."""
    return (waiver.document_code, waiver.owner) == (requirement.code, requirement.person)


def paper_of(received: Received) -> rules.Paper:
    """A paper as the rules count it."""
    document = received.document
    return rules.Paper(
        code=document.kind_code,
        person=received.owner,
        issued_on=document.dated_on,
        expires_on=document.expires_on,
        accepted=VERDICTS.get(document.state),
    )


def person_key(person: Person) -> str:
    """A borrower, as the checklist calls her."""
    return f"person-{person.pk}"


def owner_labels(application: Application, members: Sequence[HouseholdMember]) -> dict[str, str]:
    """Names of those a paper may be asked from, by key."""
    names = {person_key(person): person.full_name for person in application.borrowers}
    return names | {
        f"member-{member.pk}": member.label for member in members if member.relation not in BORROWERS
    }


def facts_of(rows: StudyRows, on: date) -> rules.Facts:
    """What the list depends on. Not asked is unknown, never no."""
    application, household = rows.application, rows.household
    situation = application.situation
    works = (situation.employment, situation.co_employment)
    employed = {
        person_key(person): Employment(code) if code else None
        for person, code in zip(application.borrowers, works, strict=False)
    }
    ages = {member.pk: member.age_on(on) for member in rows.members if member.relation not in BORROWERS}
    return rules.Facts(
        product=application.product_code,
        purposes=frozenset(purposes_of(application, rows)),
        borrowers=employed,
        adults=tuple(f"member-{key}" for key, age in ages.items() if age is not None and age >= ADULT_AGE),
        housing=Housing(household.housing) if household and household.housing else None,
        circumstances=circumstances(rows),
    )


def circumstances(rows: StudyRows) -> frozenset[Circumstance] | None:
    """Those told, and those that the household, the budget and the sheets show; None while none is told."""
    application, household = rows.application, rows.household
    told = application.situation.circumstances
    if told is None:
        return None
    found = {Circumstance(code) for code in told}
    if household is not None and household.family == Family.COUPLE:
        found.add(Circumstance.COUPLE)
    if any(member.dependant for member in rows.members):
        found.add(Circumstance.CHILDREN)
    if any(person.protected for person in application.borrowers):
        found.add(Circumstance.LEGAL_PROTECTION)
    if application.situation.over_indebtedness not in ("", "none"):
        found.add(Circumstance.OVER_INDEBTEDNESS)
    return frozenset(found | from_budget(rows))


def from_budget(rows: StudyRows) -> set[Circumstance]:
    """What the lines of the budget show."""
    owed = {
        DebtKind.CREDIT: Circumstance.CREDITS,
        DebtKind.DEBT: Circumstance.DEBTS,
        DebtKind.OVERDRAFT: Circumstance.OVERDRAFT,
    }
    found = {owed[DebtKind(debt.kind)] for debt in rows.debts}
    if any(line.category == INCOME and line.kind in BENEFIT_KINDS for line in rows.budget_lines):
        found.add(Circumstance.BENEFITS)
    return found
