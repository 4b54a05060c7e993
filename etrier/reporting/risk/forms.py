"""What is assumed: which loans, how many default, when, and what comes back."""

from decimal import Decimal
from typing import Any

from django import forms

from etrier.domain.risk import ANY_TIME, EARLY, LATE, Timing
from etrier.domain.scheme.choices import CallBase
from etrier.ui import formats
from etrier.ui.fields import EurosField, MonthsField, RateField
from etrier.ui.forms import EtrierForm

MOST_LOANS = 10_000
GROUPS = (1, 2, 3)
COMING, RUNNING = "coming", "running"
MOMENTS: dict[str, tuple[str, Timing]] = {
    "any": ("À tout moment", ANY_TIME),
    "early": ("Plutôt au début", EARLY),
    "late": ("Plutôt vers la fin", LATE),
    "first": ("Dès la première échéance", Timing(month=1)),
}


class CountField(forms.Field):
    """« 40 », « 1 200 » → a whole number of loans."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "is-short"})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        typed = "".join(str(value)[:40].split())
        if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed) <= MOST_LOANS:
            most = formats.number(MOST_LOANS)
            raise forms.ValidationError(f"Écrivez un nombre entier de prêts, de 1 à {most}.", code="invalid")
        return int(typed)


def _amount(label: str) -> EurosField:
    return EurosField(label=label, required=False, minimum=Decimal(1), maximum=Decimal(50_000))


def _percent(label: str, help_text: str) -> RateField:
    return RateField(label=label, help_text=help_text, maximum=Decimal(100))


class RiskForm(EtrierForm):
    """Carried by the address, so that an answer can be sent to someone; nothing is kept."""

    carries_key = False
    marks_optional = False
    loans = forms.ChoiceField(label="Quels prêts", widget=forms.RadioSelect)
    count_1 = CountField(label="Nombre de prêts", required=False)
    amount_1 = _amount("Montant de chacun")
    count_2 = CountField(label="Autres prêts : nombre", required=False)
    amount_2 = _amount("Autres prêts : montant de chacun")
    count_3 = CountField(label="Encore d’autres : nombre", required=False)
    amount_3 = _amount("Encore d’autres : montant de chacun")
    months = MonthsField(label="Durée", maximum=120)
    rate = RateField(label="Taux d’intérêt annuel")
    share = _percent("Part garantie par le CCAS", "La banque porte le reste.")
    base = forms.ChoiceField(
        label="La banque peut appeler", choices=[(one.value, one.label) for one in CallBase]
    )
    default_rate = _percent(
        "Sur cent prêts, combien ne sont pas remboursés",
        "Les pertes observées en France de 2008 à 2010 allaient de 1,5 à 3,2 %.",
    )
    recovery_rate = _percent(
        "Part récupérée ensuite auprès des emprunteurs", "De ce que le CCAS a payé. Par prudence : 0."
    )
    when = forms.ChoiceField(
        label="Quand les personnes cessent de payer",
        choices=[(code, label) for code, (label, _) in MOMENTS.items()],
    )
    envelope = EurosField(
        label="Enveloppe à comparer", required=False, maximum=Decimal(10_000_000), help_text="Vide : aucune."
    )

    def __init__(self, *arguments: Any, running: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field: Any = self.fields["loans"]
        field.choices = [(COMING, "Des prêts à venir, décrits ci-dessous")]
        if running:
            field.choices += [(RUNNING, running)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("loans") != COMING:
            return data
        for rank in GROUPS:
            count, amount = f"count_{rank}", f"amount_{rank}"
            needed = rank == 1 or self._typed(count) or self._typed(amount)
            for name, what in ((count, "le nombre de ces prêts"), (amount, "le montant de ces prêts")):
                if needed and data.get(name) is None and name not in self.errors:
                    self.add_error(name, f"Écrivez {what}.")
        total = sum(data.get(f"count_{rank}") or 0 for rank in GROUPS)
        if total > MOST_LOANS and not self.errors:
            self.add_error("count_1", f"En tout, {formats.number(MOST_LOANS)} prêts au plus.")
        return data

    def _typed(self, name: str) -> bool:
        return bool(str(self.data.get(name) or "").strip())

    @property
    def described(self) -> list[forms.BoundField]:
        """The loans most pages need: all of one amount."""
        return [self[name] for name in ("loans", "count_1", "amount_1", "months", "rate", "share", "base")]

    @property
    def others(self) -> list[forms.BoundField]:
        """Loans of another amount."""
        return [self[f"{name}_{rank}"] for rank in GROUPS[1:] for name in ("count", "amount")]

    @property
    def several(self) -> bool:
        """Whether something was typed of loans of another amount."""
        return any(self._typed(field.name) for field in self.others)

    @property
    def supposed(self) -> list[forms.BoundField]:
        """The defaults, and the envelope they are compared with."""
        return [self[name] for name in ("default_rate", "when", "recovery_rate", "envelope")]

    @property
    def groups(self) -> list[tuple[int, Decimal]]:
        """Numbers of loans and their amounts (a valid form)."""
        data = self.cleaned_data
        pairs = ((data[f"count_{rank}"], data[f"amount_{rank}"]) for rank in GROUPS)
        return [(count, amount) for count, amount in pairs if count]
