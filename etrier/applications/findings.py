"""What the criteria say of a request, and what a person decided to pass over."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from etrier.applications.budget import case_of
from etrier.applications.models import Application, FindingOverride
from etrier.applications.rows import StudyRows
from etrier.domain.eligibility import Finding, Severity
from etrier.domain.eligibility import findings_of as judged
from etrier.domain.french import typeset
from etrier.domain.wording import listed

COMMITMENT = "support-commitment"
"""The paper by which a person commits to a compulsory support."""

BEFORE_TRANSMISSION = frozenset({"support_not_committed", "support_not_planned"})
"""What is promised when the file goes to the bank, and does not keep a study from ending."""


UNFINISHED = frozenset({"project_missing", "budget_missing", "budget_incomplete"})
"""What asks for the study to be finished: there is nothing to judge yet, so nothing to pass over."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and the override that covers it when there is one."""

    finding: Finding
    override: FindingOverride | None = None

    @property
    def code(self) -> str:
        return self.finding.code

    @property
    def severity(self) -> Severity:
        return self.finding.severity

    @property
    def sentence(self) -> str:
        return self.finding.sentence

    @property
    def blocking(self) -> bool:
        """Whether it still keeps the file from going on."""
        return self.finding.blocking and self.override is None

    @property
    def may_be_passed(self) -> bool:
        """Whether a person may pass over it, with a motive."""
        return self.blocking and self.code not in UNFINISHED

    @property
    def assumed(self) -> bool:
        """Whether its limit is an assumption of the dispositif, not words of its source."""
        return self.finding.source.startswith("hypothèse")


def findings_of(
    application: Application,
    on: date,
    *,
    bank: str = "",
    support_committed: bool | None = None,
    first_contact_planned: bool = False,
    rows: StudyRows | None = None,
) -> tuple[Judged, ...]:
    """All that the criteria say that day, blocking findings first, each with its override.

    `bank` is the code of the chosen one. A commitment to the support that nobody vouches for is looked for
    among the papers accepted.
    """
    rows = rows or StudyRows(application)
    if support_committed is None:
        support_committed = any(
            paper.kind_code == COMMITMENT and paper.state == "accepted" for paper in rows.documents
        )
    case = case_of(
        application,
        on,
        bank=bank,
        support_committed=support_committed,
        first_contact_planned=first_contact_planned,
        rows=rows,
    )
    found = judged(case) if case is not None else (project_missing(application),)
    return tuple(Judged(finding, covering(rows.overrides.get(finding.code), finding)) for finding in found)


def covering(override: FindingOverride | None, finding: Finding) -> FindingOverride | None:
    """The override when it stands for this finding as it is now."""
    return override if override is not None and override.covers(finding) else None


def blocking(
    application: Application, on: date, *, sending: bool = False, **facts: Any
) -> tuple[Judged, ...]:
    """The findings that still block; those about promises made at the sending only when `sending`.

    `facts` are those of `findings_of`: bank, support_committed, first_contact_planned, rows.
    """
    return tuple(
        one
        for one in findings_of(application, on, **facts)
        if one.blocking and (sending or one.code not in BEFORE_TRANSMISSION)
    )


def project_missing(application: Application) -> Finding:
    """Said alone while the request cannot be judged."""
    facts = (
        ("le produit", application.product),
        ("le montant", application.amount),
        ("la durée", application.months),
    )
    missing = listed([words for words, value in facts if not value])
    return Finding(
        "project_missing",
        Severity.BLOCKING,
        typeset(f"Le projet n’est pas assez décrit pour être jugé : précisez {missing}."),
        concerns="amount",
    )
