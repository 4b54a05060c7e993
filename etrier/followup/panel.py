"""What the page of a file shows of the follow-up, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from etrier.domain.support import Owner
from etrier.files.models import File
from etrier.followup.day import DifficultyLine, line_of
from etrier.followup.models import (
    Aid,
    Appointment,
    Difficulty,
    ProtocolStep,
    SupportContact,
    SupportPlan,
    Task,
)
from etrier.followup.rates import effective_rate


@dataclass(frozen=True, slots=True)
class FilePanel:
    """The follow-up of a file on a day.

    `rate` is the share of the contacts due that were made, in percent, None when none was due.
    `difficulties` counts all those the loan has known, the pending one included.
    """

    next_appointment: Appointment | None
    held: int
    plan: SupportPlan | None
    next_contact: SupportContact | None
    rate: Decimal | None
    difficulty: DifficultyLine | None
    difficulties: int
    aids: list[Aid]
    tasks: list[Task]


def of_file(file: File, on: date) -> FilePanel:
    """Seven queries, whatever the length of the file's life."""
    appointments = list(Appointment.objects.filter(file=file).select_related("worker", "organisation"))
    plan = SupportPlan.objects.filter(file=file, state="active").first()
    contacts = list(SupportContact.objects.filter(file=file))
    steps = ProtocolStep.objects.filter(state="planned", owner=Owner.CCAS).order_by("deadline_on", "pk")
    rows = list(
        Difficulty.objects.filter(file=file)
        .select_related("loan", "file", "taken_by")
        .prefetch_related(Prefetch("steps", queryset=steps, to_attr="still_owed"))
    )
    pending = next((row for row in rows if row.pending), None)
    return FilePanel(
        next_appointment=next((row for row in appointments if row.state == "planned"), None),
        held=sum(row.state == "seen" for row in appointments),
        plan=plan,
        next_contact=next((one for one in contacts if one.state in ("planned", "missed")), None),
        rate=effective_rate(contacts, on),
        difficulty=line_of(pending, on) if pending else None,
        difficulties=len(rows),
        aids=list(Aid.objects.filter(file=file)),
        tasks=list(Task.objects.filter(file=file, state="open").select_related("owner")),
    )
