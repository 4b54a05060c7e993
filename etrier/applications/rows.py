"""The rows of a study, read once for all that is said of it in one act or on one page.

The budget, the findings, the papers and what is frozen for a bank all look at the same household, budget and
project. Whoever needs several of them makes one `StudyRows` and hands it on; it tells what stood when each
row was first asked for, so an act makes it under its lock and lets it go when it ends.
"""

from functools import cached_property
from operator import attrgetter

from etrier.applications.models import (
    Application,
    Budget,
    BudgetLine,
    Debt,
    FindingOverride,
    Funding,
    Household,
    HouseholdMember,
    Project,
    ProjectItem,
    SupportingDocument,
    Waiver,
)
from etrier.database.reading import attach, row_where, rows_where
from etrier.documents.models import Document


class StudyRows:
    """What a request says of itself; each kind of row is read the first time it is asked for."""

    def __init__(self, application: Application) -> None:
        self.application = application

    @cached_property
    def household(self) -> Household | None:
        """None before it is described."""
        return row_where(Household, file=self.application.file_id)

    @cached_property
    def members(self) -> list[HouseholdMember]:
        members = rows_where(HouseholdMember, household=self.household)
        attach(members, "person")
        return members

    @cached_property
    def budget(self) -> Budget | None:
        """None before it is described."""
        return row_where(Budget, application=self.application)

    @cached_property
    def budget_lines(self) -> list[BudgetLine]:
        return rows_where(BudgetLine, budget=self.budget) if self.budget else []

    @cached_property
    def debts(self) -> list[Debt]:
        return rows_where(Debt, budget=self.budget) if self.budget else []

    @cached_property
    def project(self) -> Project | None:
        """None before it is described."""
        return row_where(Project, application=self.application)

    @cached_property
    def project_items(self) -> list[ProjectItem]:
        return rows_where(ProjectItem, project=self.project) if self.project else []

    @cached_property
    def fundings(self) -> list[Funding]:
        return rows_where(Funding, project=self.project) if self.project else []

    @cached_property
    def documents(self) -> list[Document]:
        """The papers of the file, the latest first; those taken out apart."""
        papers = rows_where(Document, file=self.application.file_id)
        return sorted((one for one in papers if one.state != "removed"), key=attrgetter("pk"), reverse=True)

    @cached_property
    def supporting(self) -> list[SupportingDocument]:
        return rows_where(SupportingDocument, application=self.application)

    @cached_property
    def waivers(self) -> list[Waiver]:
        waivers = rows_where(Waiver, application=self.application)
        attach(waivers, "waived_by")
        return waivers

    @cached_property
    def overrides(self) -> dict[str, FindingOverride]:
        """Those that stand, by the code of the finding they pass over."""
        overrides = rows_where(FindingOverride, application=self.application)
        standing = [one for one in overrides if one.cancelled_on is None]
        attach(standing, "overridden_by")
        return {one.finding_code: one for one in standing}
