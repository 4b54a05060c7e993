"""The figures of a year, arranged as a report reads: by theme, each with its definition."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from etrier.accounts.models import Organisation
from etrier.domain.indicators import Figure, yearly
from etrier.domain.processing import outcomes, stage_delays
from etrier.reporting.counts import Reasons, outcomes_of, refusal_reasons
from etrier.reporting.records import lives, records_of

THEMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Demandes et prêts",
        ("requests_received", "files_studied", "loans_granted", "conversion_rate", "amount_lent"),
    ),
    ("Suite des demandes", ("outcome", "ended_without_a_loan")),
    ("Remboursement des intérêts", ("refunds_paid", "refunds_amount", "share_of_optional_aids")),
    ("Prêts non remboursés", ("claims_ratio", "loss_rate")),
    ("Accompagnement", ("follow_up_rate",)),
    ("Banques", ("answer_delay", "refusals_with_a_reason", "alert_delay")),
)
DELAYS = "Délais, étape par étape"


@dataclass(frozen=True, slots=True)
class Theme:
    """Figures that are read together."""

    title: str
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the page of a year says."""

    year: int
    themes: list[Theme]
    reasons: list[Reasons]

    def theme(self, title: str) -> Theme:
        """The figures read together under this title."""
        return next(one for one in self.themes if one.title == title)

    def figure(self, code: str) -> Figure:
        """The one figure with this code."""
        return next(one for theme in self.themes for one in theme.figures if one.code == code)

    def figures(self, code: str) -> list[Figure]:
        """The figures with this code: one per product, bank or outcome."""
        return [one for theme in self.themes for one in theme.figures if one.code == code]


def sheet_of(organisation: Organisation, year: int) -> Sheet:
    """The year of an organisation, counted."""
    counted = (
        *yearly(year, records_of(organisation, year)),
        *outcomes(outcomes_of(organisation, year)),
    )
    themes = [
        Theme(title, [one for code in codes for one in counted if one.code == code])
        for title, codes in THEMES
    ]
    themes.append(Theme(DELAYS, list(stage_delays(year, lives(organisation, year)))))
    return Sheet(year, [theme for theme in themes if theme.figures], refusal_reasons(organisation, year))


HEADERS = ("année", "thème", "code", "chiffre", "de", "valeur", "unité", "note", "ce qu’il compte")


def sheet_file(sheet: Sheet) -> bytes:
    """The same figures as a spreadsheet reads them: semicolons, decimal comma, UTF-8 with its mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    for theme in sheet.themes:
        for one in theme.figures:
            value = "" if one.value is None else f"{one.value}".replace(".", ",")
            told = (one.code, one.label, one.of, value, one.unit, one.note, one.definition)
            writer.writerow((sheet.year, theme.title, *told))
    writer.writerows(_reason_rows(sheet.year, sheet.reasons))
    return out.getvalue().encode("utf-8-sig")


def _reason_rows(year: int, reasons: Sequence[Reasons]) -> list[tuple[object, ...]]:
    return [
        (year, "Motifs de refus", "refusal_reason", group.who, label, count, "", "", group.definition)
        for group in reasons
        for label, count in group.rows
    ]
