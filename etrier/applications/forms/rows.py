"""Forms that hold tables: as many lines as there are, then blank ones, and a button for more, without script.

Every cell is a field of one form, so that errors, conflicts and what was typed are handled as everywhere.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from etrier.domain.labelled import Labelled
from etrier.ui.forms import EtrierForm, speak

MORE = "more"
Cells = Callable[[], dict[str, forms.Field]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a form: what a line is called, its cells, how many blank ones are offered.

    `fixed`: the codes and labels of lines always shown, one each, that are not asked their kind.
    """

    name: str
    title: str
    noun: str
    cells: Cells
    advice: str = ""
    blank: int = 3
    most: int = 60
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as a template draws it."""

    name: str
    title: str
    advice: str
    heads: list[str]
    rows: "list[Row]"
    grows: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line as a template draws it."""

    label: str
    cells: dict[str, forms.BoundField] = field(default_factory=dict)

    def __iter__(self) -> Iterator[forms.BoundField]:
        return iter(self.cells.values())


class RowsForm(EtrierForm):
    """`given[table]` are the lines shown first: mappings from a cell's name to its value.

    For a table with fixed lines, the key of a line is `kind`. After a valid submission, `told[table]` holds
    the lines that were filled.
    """

    marks_optional = False
    tables: ClassVar[Sequence[Table]] = ()

    def __init__(
        self, *arguments: Any, given: Mapping[str, Sequence[Mapping[str, Any]]] | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.told: dict[str, list[dict[str, Any]]] = {}
        for table in self.tables:
            self._lay(table, list((given or {}).get(table.name, ())))

    def _lay(self, table: Table, rows: list[Mapping[str, Any]]) -> None:
        """Add the fields of a table, and their first values."""
        if table.fixed:
            by_kind = {row["kind"]: row for row in rows}
            rows = [by_kind.get(code, {}) for code, _ in table.fixed]
            count = len(rows)
        else:
            count = self._wanted(table, len(rows))
            name = f"{table.name}-rows"
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
            self.initial[name] = count
        for place in range(count):
            row = rows[place] if place < len(rows) else {}
            for cell, one in table.cells().items():
                name = f"{table.name}-{place}-{cell}"
                self.fields[name] = cell_field(one, self.row_label(table, place))
                self.initial[name] = row.get(cell)

    def _wanted(self, table: Table, known: int) -> int:
        """How many lines to show: those known and blank ones, or as many as were sent, and more if asked."""
        if not self.is_bound:
            return min(known + table.blank, table.most)
        try:
            sent = int(self.data.get(f"{table.name}-rows", ""))
        except ValueError:
            sent = known + table.blank
        if self.data.get(MORE) == table.name:
            sent += table.blank
        count = max(0, min(sent, table.most))
        data = MultiValueDict(self.data) if isinstance(self.data, MultiValueDict) else dict(self.data)
        data[f"{table.name}-rows"] = str(count)
        self.data = data
        return count

    def row_label(self, table: Table, place: int) -> str:
        """How a line is called, in errors and for who cannot see."""
        return table.fixed[place][1] if table.fixed else f"{table.noun} {place + 1}"

    @property
    def grows(self) -> bool:
        """Whether the form was sent to have more lines, not to be recorded."""
        return self.is_bound and any(self.data.get(MORE) == table.name for table in self.tables)

    def keep_quiet(self) -> None:
        """Show again what was typed, without judging it yet."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    @property
    def sheets(self) -> list[Sheet]:
        """The tables, for a template."""
        return [self._sheet(table) for table in self.tables]

    def _sheet(self, table: Table) -> Sheet:
        cells = table.cells()
        rows = [
            Row(
                self.row_label(table, place),
                {cell: self[f"{table.name}-{place}-{cell}"] for cell in cells},
            )
            for place in range(self._count(table))
        ]
        heads = [str(one.label) for one in cells.values()]
        return Sheet(table.name, table.title, table.advice, heads, rows, not table.fixed)

    def _count(self, table: Table) -> int:
        return len(table.fixed) if table.fixed else int(self[f"{table.name}-rows"].value() or 0)

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        for table in self.tables:
            self.told[table.name] = []
            for place in range(self._count(table)):
                names = {cell: f"{table.name}-{place}-{cell}" for cell in table.cells()}
                row = {cell: data.get(name) for cell, name in names.items()}
                unreadable = any(name in self.errors for name in names.values())
                if table.fixed:
                    row["kind"] = table.fixed[place][0]
                if not unreadable and self.is_filled(table, row):
                    for cell, message in self.faults(table, row):
                        self.add_error(names[cell], message)
                    self.told[table.name].append(row)
        return data

    def is_filled(self, table: Table, row: Mapping[str, Any]) -> bool:
        """Whether something was written on a line; a 0 is something."""
        cells = [value for cell, value in row.items() if cell != "kind"]
        return any(value is not None and value is not False and value != "" for value in cells)

    def faults(self, table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What is wrong with a filled line: the cell and the sentence."""
        yield from ()

    def flat(self, given: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
        """The same lines as values by field, to compare two versions of the page."""
        values: dict[str, Any] = {}
        for table in self.tables:
            rows = list(given.get(table.name, ()))
            if table.fixed:
                by_kind = {row["kind"]: row for row in rows}
                rows = [by_kind.get(code, {}) for code, _ in table.fixed]
            for place in range(self._count(table)):
                row = rows[place] if place < len(rows) else {}
                for cell in table.cells():
                    values[f"{table.name}-{place}-{cell}"] = row.get(cell)
        return values


def cell_field(one: forms.Field, line: str) -> Any:
    """A field that says the line it stands on, in errors and for who cannot see; `short` is its own label."""
    cell: Any = one
    cell.short, cell.line = str(one.label), line
    cell.label = f"{line} : {cell.short.lower()}"
    speak(cell)
    return cell


class KindField(forms.ChoiceField):
    """The kind of a line, among a closed list."""

    def __init__(
        self, kinds: type[Labelled] | Sequence[tuple[str, str]], label: str = "Nature", empty: str = "Choisir"
    ) -> None:
        choices = [(kind.value, kind.label) for kind in kinds] if isinstance(kinds, type) else list(kinds)
        super().__init__(label=label, required=False, choices=[("", empty), *choices])
