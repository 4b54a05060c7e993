"""What the bank writes of one loan: a statement of payments over a period, its own schedule."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from etrier.domain.account import InstalmentStatus
from etrier.loans.actions.payments import Reported
from etrier.loans.forms.facts import FactForm, limit_days
from etrier.ui.fields import DayField, EurosField
from etrier.ui.formats import euros, numeric_day

PAID, UNPAID, SILENT = "paid", "unpaid", ""


class ReportForm(FactForm):
    """The period, what kind of list it is, and for each due instalment what the list says.

    An instalment left without answer is not in the list: unpaid in a list of payments, settled in a list
    of arrears.
    """

    abreast = (("covers_from", "covers_to"), ("on", "channel"))
    marks_optional = False
    day_label = "Relevé reçu le"
    extra = ("covers_from", "covers_to", "lists_payments")
    covers_from = DayField(label="Période du")
    covers_to = DayField(label="au")
    lists_payments = forms.TypedChoiceField(
        label="Ce relevé",
        choices=[("yes", "liste les paiements reçus"), ("no", "liste seulement les impayés")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )

    def __init__(self, *arguments: Any, lines: Iterable[InstalmentStatus], **options: Any) -> None:
        self.due = list(lines)
        first = self.due[0].due_on if self.due else options["today"]
        options["initial"] = {"covers_from": first, "covers_to": options["today"]} | options.get(
            "initial", {}
        )
        today: date = options["today"]
        super().__init__(*arguments, **options)
        for name in ("covers_from", "covers_to"):
            limit_days(self.fields[name], None, today)
        for one in self.due:
            self._ask(one, today)

    def _ask(self, one: InstalmentStatus, today: date) -> None:
        self.fields[f"said_{one.number}"] = forms.ChoiceField(
            label="Le relevé la dit",
            required=False,
            choices=[(SILENT, "absente du relevé"), (PAID, "payée"), (UNPAID, "impayée")],
        )
        self.fields[f"amount_{one.number}"] = EurosField(label="Montant, s’il diffère", required=False)
        self.fields[f"on_{one.number}"] = DayField(
            label="Payée le, si autre date", required=False, latest=today
        )

    @property
    def general(self) -> list[Any]:
        """The fields of the statement as a whole."""
        return [self[name] for name in (*self.extra, "on", "channel", "paper")]

    @property
    def instalments(self) -> list[tuple[str, list[Any]]]:
        """Each due instalment and what is typed of it."""
        return [
            (
                f"Échéance {one.number} du {numeric_day(one.due_on)}, {euros(one.remaining)}",
                [self[f"{name}_{one.number}"] for name in ("said", "amount", "on")],
            )
            for one in self.due
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("covers_from"), data.get("covers_to")
        if start and end and end < start:
            self.add_error("covers_to", "La fin de la période précède son début : corrigez les dates.")
        for one in self.due:
            inside = start and end and start <= one.due_on <= end
            if data.get(f"said_{one.number}") and start and end and not inside:
                self.add_error(
                    f"said_{one.number}", "Cette échéance est hors de la période : corrigez l’une ou l’autre."
                )
        return data

    def reported(self, data: dict[str, Any]) -> dict[str, Any]:
        """What was typed as the act takes it: the answers gathered line by line."""
        lines = []
        for one in self.due:
            said = data.pop(f"said_{one.number}")
            amount, paid_on = data.pop(f"amount_{one.number}"), data.pop(f"on_{one.number}")
            if said == PAID:
                lines.append(Reported(one.number, True, amount or one.remaining, paid_on or one.due_on))
            elif said == UNPAID:
                lines.append(Reported(one.number, False, amount or Decimal("0.00"), one.due_on))
        return data | {"lines": lines}


class ScheduleForm(FactForm):
    """The bank's schedule, pasted: one line per instalment, date, principal and interest."""

    day_label = "En vigueur à partir du"
    extra = ("lines",)
    lines = forms.CharField(
        label="Échéancier de la banque",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20_000,
        help_text=(
            "Une ligne par échéance, dans l’ordre : date, capital, intérêts, séparés par un point-virgule"
            " ou une tabulation. Exemple : 15/02/2026 ; 80,18 ; 6,67"
        ),
    )

    def clean_lines(self) -> list[tuple[date, Decimal, Decimal]]:
        found = []
        for rank, text in enumerate(self.cleaned_data["lines"].splitlines(), 1):
            if text.strip():
                found.append(self._line(rank, text))
        return found

    @staticmethod
    def _line(rank: int, text: str) -> tuple[date, Decimal, Decimal]:
        cells = [cell.strip() for cell in text.replace("\t", ";").split(";")]
        if len(cells) != 3:
            raise forms.ValidationError(
                f"Ligne {rank} : écrivez trois valeurs, la date, le capital et les intérêts."
            )
        try:
            due_on = DayField().clean(cells[0])
            principal, interest = (EurosField().clean(cell) for cell in cells[1:])
        except forms.ValidationError as error:
            raise forms.ValidationError(f"Ligne {rank} : {error.messages[0]}") from error
        return due_on, principal, interest
