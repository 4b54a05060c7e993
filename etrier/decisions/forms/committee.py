"""What is typed of the commission: sessions, presences, opinions, notifications, appeals."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from django import forms

from etrier.decisions.actions.sessions import Seat
from etrier.decisions.forms.bank import codes
from etrier.decisions.models import AgendaItem, Attendance, Session
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.wording import day
from etrier.ui.fields import DayField, EurosField, MonthsField
from etrier.ui.formats import capitalised
from etrier.ui.forms import EtrierForm

NOTIFIED_BY = ("registered_letter", "hand_delivery", "letter")


class SessionForm(EtrierForm):
    """When and where."""

    abreast = (("session_on", "starts_at"),)
    session_on = DayField(label="Date de la séance")
    starts_at = forms.TimeField(
        label="Heure",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Écrivez une heure comme 14:30."},
    )
    place = forms.CharField(label="Lieu")


class MoveSessionForm(SessionForm):
    """Another day, hour or place."""

    carries_revision = True


class AttendanceForm(EtrierForm):
    """Who sits for each function, and who is there."""

    carries_revision = True
    marks_optional = False

    def __init__(self, *arguments: Any, rows: Sequence[Attendance], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.rows = rows
        for row in rows:
            self.fields[f"present_{row.pk}"] = forms.BooleanField(
                label=capitalised(row.seat), required=False, initial=row.present
            )
            self.fields[f"name_{row.pk}"] = forms.CharField(
                label=f"Qui siège : {row.seat}", required=False, initial=row.name, max_length=120
            )
        self.abreast = tuple((f"present_{row.pk}", f"name_{row.pk}") for row in rows)
        self.order_fields([name for pair in self.abreast for name in pair])

    def seats(self, data: dict[str, Any]) -> dict[int, Seat]:
        """What was typed, by key of the attendance."""
        return {row.pk: Seat(data[f"name_{row.pk}"], data[f"present_{row.pk}"]) for row in self.rows}


class RecuseForm(EtrierForm):
    """Who leaves the room for this file."""

    attendance = forms.ChoiceField(label="Membre qui se retire", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, rows: Iterable[Attendance], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.rows = {str(row.pk): row for row in rows}
        field = self.fields["attendance"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(row)) for key, row in self.rows.items()]

    def clean_attendance(self) -> Attendance:
        return self.rows[self.cleaned_data["attendance"]]


class ConditionalForm(EtrierForm):
    """Conditions of a list, limits, and the dispositif's own conditions as help."""

    carries_revision = True
    conditions = forms.MultipleChoiceField(
        label="Conditions",
        choices=codes("condition"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label="Précisions", required=False, widget=forms.Textarea)
    amount_limit = EurosField(label="Montant maximum", required=False)
    months_limit = MonthsField(label="Durée maximum", required=False)
    instalment_limit = EurosField(label="Mensualité maximum", required=False)

    def __init__(self, *arguments: Any, usual: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        if usual:
            self.fields["note"].help_text = f"Conditions habituelles du dispositif : {', '.join(usual)}."


class AdjournForm(EtrierForm):
    """Why the file waits."""

    carries_revision = True
    adjournment_reason = forms.ChoiceField(
        label="Raison", choices=codes("adjournment_reason"), widget=forms.RadioSelect
    )
    note = forms.CharField(label="Ce qui est attendu", required=False, widget=forms.Textarea)


class UnfavourableForm(EtrierForm):
    """Why not: a code, and motives the person can understand and contest."""

    carries_revision = True
    opinion_reason = forms.ChoiceField(
        label="Raison principale", choices=codes("opinion_reason"), widget=forms.RadioSelect
    )
    motives = forms.CharField(
        label="Motifs",
        widget=forms.Textarea,
        help_text="En droit et en fait : ils figurent dans la lettre, avec les voies de recours.",
    )


class AgendaForm(EtrierForm):
    """Which session."""

    carries_revision = True
    session = forms.ChoiceField(label="Séance", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, sessions: Iterable[Session], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.sessions = {str(row.uid): row for row in sessions}
        field = self.fields["session"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (key, f"{day(row.session_on)} à {row.starts_at:%H:%M}, {row.place}")
            for key, row in self.sessions.items()
        ]

    def clean_session(self) -> Session:
        return self.sessions[self.cleaned_data["session"]]


class NotifyForm(EtrierForm):
    """When and how the person is told; the day is proved by how."""

    carries_revision = True
    notified_on = DayField(label="Remise ou reçue le")
    channel = forms.ChoiceField(label="Comment", choices=codes("channel", NOTIFIED_BY))


class MeetConditionForm(EtrierForm):
    """Which condition is met."""

    carries_revision = True
    condition = forms.ChoiceField(label="Condition remplie", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, item: AgendaItem, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["condition"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (code, capitalised(CODE_LABELS["condition"][code])) for code in item.unmet_conditions
        ]


class AppealForm(EtrierForm):
    """What the person wrote, and when it came."""

    received_on = DayField(label="Recours reçu le")
    text = forms.CharField(label="Ce que dit la personne", required=False, widget=forms.Textarea)


class DismissForm(EtrierForm):
    """Why an appeal cannot be examined."""

    carries_revision = True
    appeal_reason = forms.ChoiceField(
        label="Raison", choices=codes("appeal_reason"), widget=forms.RadioSelect
    )


def session_facts(session: Session) -> dict[str, date | time | str]:
    """A session as its form shows it."""
    return {"session_on": session.session_on, "starts_at": session.starts_at, "place": session.place}
