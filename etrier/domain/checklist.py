"""Supporting documents (pièces justificatives): which are asked, from whom, and what is still wanting.

The list follows from the product, the project's purposes, the household, each borrower's employment and
the debts. A fact not known yet asks for the fact, never for nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from etrier.domain.dates import months_after
from etrier.domain.french import typeset
from etrier.domain.labelled import Labelled
from etrier.domain.scheme.applications import Document
from etrier.domain.scheme.choices import Circumstance, Employment, Holder, Housing
from etrier.domain.scheme.schema import Scheme
from etrier.domain.wording import day

MASK_NIR = "Masquez le numéro de sécurité sociale avant de remettre ce document."

COMMON = ""
"""The key of a document that belongs to the file itself, not to one person."""


class Status(Labelled):
    """Where a document stands on a given day."""

    MISSING = "missing", "manquante"
    REFUSED = "refused", "refusée, à redemander"
    EXPIRED = "expired", "périmée"
    TO_CHECK = "to_check", "reçue, à vérifier"
    PROVIDED = "provided", "fournie"
    WAIVED = "waived", "dispensée"
    UNDETERMINED = "undetermined", "à préciser"


SETTLED = frozenset({Status.PROVIDED, Status.WAIVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the list depends on. `None` is unknown; borrowers and adults are keys chosen by the caller."""

    product: str
    purposes: frozenset[str] = frozenset()
    borrowers: Mapping[str, Employment | None] = field(default_factory=dict)
    """Each borrower's employment, the applicant first."""
    adults: tuple[str, ...] = ()
    """Adults of the household who do not borrow."""
    housing: Housing | None = None
    circumstances: frozenset[Circumstance] | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One document asked from one holder (`person` is empty for the household or the seller)."""

    document: Document
    person: str
    unknown: str = ""
    """The fact that would tell whether it is really asked."""

    @property
    def code(self) -> str:
        return self.document.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document received: issued when, accepted or not yet checked (`None`), or waived with a motive."""

    code: str
    person: str = COMMON
    issued_on: date | None = None
    expires_on: date | None = None
    """Printed on the document itself, as on an identity card."""
    accepted: bool | None = None
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A requirement and where it stands on a day."""

    requirement: Requirement
    status: Status
    expires_on: date | None
    sentence: str

    @property
    def blocking(self) -> bool:
        """Whether it holds the transmission to the bank back."""
        return self.requirement.document.blocking and self.status not in SETTLED


def required(scheme: Scheme, facts: Facts) -> tuple[Requirement, ...]:
    """Every document asked for these facts, in the order of the dispositif."""
    return tuple(
        requirement
        for document in scheme.checklist
        if _concerned(document.products, facts.product)
        and (not document.purposes or facts.purposes & set(document.purposes))
        for requirement in _for_each_holder(document, facts)
    )


def check(requirements: Iterable[Requirement], papers: Iterable[Paper], *, on: date) -> tuple[Checked, ...]:
    """Where each requirement stands that day, given the papers received; the best paper of each counts."""
    received = tuple(papers)
    return tuple(_checked(requirement, received, on) for requirement in requirements)


def blocking(checked: Iterable[Checked]) -> tuple[Checked, ...]:
    """Those that hold the transmission to the bank back."""
    return tuple(one for one in checked if one.blocking)


def expiry(document: Document, paper: Paper) -> date | None:
    """The last day on which the paper is good, by its own date and the dispositif's validity."""
    by_rule = (
        months_after(paper.issued_on, document.validity_months)
        if document.validity_months is not None and paper.issued_on is not None
        else None
    )
    return min((known for known in (by_rule, paper.expires_on) if known is not None), default=None)


def _concerned(wanted: tuple[str, ...], value: str) -> bool:
    return not wanted or value in wanted


def _for_each_holder(document: Document, facts: Facts) -> Iterator[Requirement]:
    """One requirement per person who holds it, unless a condition says no."""
    persons: tuple[str, ...] = (COMMON,)
    if document.holder is Holder.APPLICANT:
        persons = tuple(facts.borrowers)[:1] or (COMMON,)
    elif document.holder is Holder.EACH_BORROWER:
        persons = tuple(facts.borrowers) or (COMMON,)
    elif document.holder is Holder.EACH_ADULT:
        persons = (*facts.borrowers, *facts.adults) or (COMMON,)
    for person in persons:
        answers = (
            _employment(document, facts, person),
            _housing(document, facts),
            _circumstances(document, facts),
        )
        if "no" not in answers:
            yield Requirement(document, person, next((answer for answer in answers if answer != "yes"), ""))


def _employment(document: Document, facts: Facts, person: str) -> str:
    """« yes », « no », or the name of the unknown fact."""
    if not document.employment:
        return "yes"
    known = [facts.borrowers[person]] if person in facts.borrowers else list(facts.borrowers.values())
    if any(employment in document.employment for employment in known if employment is not None):
        return "yes"
    return "situation professionnelle" if not known or None in known else "no"


def _housing(document: Document, facts: Facts) -> str:
    if not document.housing:
        return "yes"
    if facts.housing is None:
        return "logement"
    return "yes" if facts.housing in document.housing else "no"


def _circumstances(document: Document, facts: Facts) -> str:
    if not document.circumstances:
        return "yes"
    if facts.circumstances is None:
        return "situation du foyer"
    return "yes" if facts.circumstances & set(document.circumstances) else "no"


def _checked(requirement: Requirement, papers: tuple[Paper, ...], on: date) -> Checked:
    own = [paper for paper in papers if (paper.code, paper.person) == (requirement.code, requirement.person)]
    if not own and requirement.unknown:
        return _told(requirement, Status.UNDETERMINED, None)
    standings = [
        (_status(requirement.document, paper, on), expiry(requirement.document, paper)) for paper in own
    ]
    status, expires_on = max(
        standings,
        key=lambda standing: (_RANK[standing[0]], standing[1] or date.max),
        default=(Status.MISSING, None),
    )
    return _told(requirement, status, expires_on)


def _status(document: Document, paper: Paper, on: date) -> Status:
    if paper.waived:
        return Status.WAIVED
    if paper.accepted is False:
        return Status.REFUSED
    last = expiry(document, paper)
    if last is not None and last < on:
        return Status.EXPIRED
    undated = document.validity_months is not None and paper.issued_on is None and paper.expires_on is None
    return Status.PROVIDED if paper.accepted and not undated else Status.TO_CHECK


_RANK = {
    Status.MISSING: 0,
    Status.REFUSED: 1,
    Status.EXPIRED: 2,
    Status.TO_CHECK: 3,
    Status.PROVIDED: 4,
    Status.WAIVED: 5,
}


def _told(requirement: Requirement, status: Status, expires_on: date | None) -> Checked:
    label = requirement.document.label
    match status:
        case Status.UNDETERMINED:
            sentence = f"{label} : à demander ou non, précisez d’abord : {requirement.unknown}."
        case Status.EXPIRED if expires_on is not None:
            sentence = f"{label} : périmée, elle valait jusqu’au {day(expires_on)} ; à redemander."
        case Status.PROVIDED if expires_on is not None:
            sentence = f"{label} : fournie, valable jusqu’au {day(expires_on)}."
        case _:
            sentence = f"{label} : {status.label}."
    wanted = status not in SETTLED | {Status.TO_CHECK}
    if requirement.document.mask_nir and wanted:
        sentence = f"{sentence} {MASK_NIR}"
    return Checked(requirement, status, expires_on, typeset(sentence))
