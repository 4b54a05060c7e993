"""What is typed of an appointment."""

from datetime import date, datetime
from typing import Any

from django import forms

from etrier.accounts.models import Organisation
from etrier.followup.actions.appointments import Slot
from etrier.followup.forms.fields import ClockField, LengthField, WorkerField, bounded, codes
from etrier.followup.models import Appointment
from etrier.ui.fields import DayField
from etrier.ui.forms import EtrierForm

WHEN = ("day", "at", "minutes", "worker", "place", "place_detail")


class MoveForm(EtrierForm):
    """When, where and with whom."""

    abreast = (("day", "at", "minutes"), ("worker", "place"))
    carries_revision = True
    day = DayField(label="Jour")
    at = ClockField(label="Heure")
    place = forms.ChoiceField(label="Lieu", choices=codes("place"), initial="ccas")
    place_detail = forms.CharField(label="Adresse ou salle", required=False, max_length=200)

    def __init__(
        self, *arguments: Any, organisation: Organisation, on: date, minutes: int = 60, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.zone = organisation.zone
        self.fields["minutes"] = LengthField(label="Durée prévue", also=minutes)
        self.fields["worker"] = WorkerField(label="Avec", organisation=organisation)
        self.order_fields(("kind", *WHEN, "participants"))
        bounded(self, "day", earliest=on)

    @property
    def slot(self) -> Slot:
        """What was typed, as the act wants it (a valid form)."""
        typed = self.cleaned_data
        return Slot(
            starts_at=datetime.combine(typed["day"], typed["at"], self.zone),
            minutes=typed["minutes"],
            worker=typed["worker"],
            place=typed["place"],
            place_detail=typed["place_detail"],
        )


class PlanForm(MoveForm):
    """A new appointment."""

    carries_revision = False
    kind = forms.ChoiceField(label="Pour quoi", choices=codes("appointment"))
    participants = forms.MultipleChoiceField(
        label="Qui sera là",
        choices=codes("participant"),
        initial=["person"],
        widget=forms.CheckboxSelectMultiple,
    )


class SeenForm(EtrierForm):
    """What came of it."""

    carries_revision = True
    participants = forms.MultipleChoiceField(
        label="Qui est venu", choices=codes("participant"), widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label="Ce qu’il faut retenir",
        required=False,
        widget=forms.Textarea,
        help_text="Lisible par les travailleurs sociaux du dossier, jamais par l’accueil ni par la banque.",
    )

    def __init__(self, *arguments: Any, appointment: Appointment, **options: Any) -> None:
        options.setdefault("revision", appointment.revision)
        options["initial"] = {"participants": appointment.participants}
        super().__init__(*arguments, **options)
        self.fields["minutes"] = LengthField(label="Temps passé", also=appointment.minutes)
        self.order_fields(("minutes", "participants", "note"))


def slot_of(appointment: Appointment) -> dict[str, Any]:
    """An appointment as the form shows it."""
    begins = appointment.starts_at.astimezone(appointment.organisation.zone)
    return {
        "day": begins.date(),
        "at": begins.time(),
        "minutes": appointment.minutes,
        "worker": str(appointment.worker.uid),
        "place": appointment.place,
        "place_detail": appointment.place_detail,
    }
