"""Days and months as lending counts them: due dates that keep their day, intervals of the TAEG."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache

from etrier.domain.refusal import Refused

FIRST_YEAR = 1900
LAST_YEAR = 2199
"""A loan begins between these years; its lines may run a century further."""
_CALENDAR_END = LAST_YEAR + 120


def checked_day(on: date, name: str) -> date:
    """The day itself when a loan can bear it; a year such as 1 or 9999 is refused."""
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise Refused(
            "absurd_date", f"{name} : l’année doit être comprise entre {FIRST_YEAR} et {LAST_YEAR}."
        )
    return on


def parse_day(value: object, name: str) -> date:
    """A day written 2026-01-15. Raises `Refused` for any other writing or a day that does not exist."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return checked_day(date.fromisoformat(value), name)
        except ValueError:
            pass
    raise Refused("unreadable_date", f"{name} : une date s’écrit AAAA-MM-JJ, par exemple 2026-01-15.")


_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Days of a month. Written out because schedules ask it by the million."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def is_month_end(on: date) -> bool:
    return on.day == month_length(on.year, on.month)


def months_after(on: date, months: int) -> date:
    """The same day some months later (earlier when negative), or the last of a shorter month."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, on.day if on.day < 29 else min(on.day, month_length(year, month + 1)))


def months_apart(start: date, end: date) -> int:
    """Calendar months from the month of one day to the month of the other."""
    return (end.year - start.year) * 12 + end.month - start.month


@cache
def calendar_of(day: int) -> tuple[date, ...]:
    """That day of every month the rules know, or the last of a shorter month; 1.5 ms once per day."""
    return tuple(
        date(year, month, min(day, month_length(year, month)))
        for year in range(FIRST_YEAR, _CALENDAR_END + 1)
        for month in range(1, 13)
    )


def position_in_calendar(on: date) -> int:
    """Index of the month of this day in `calendar_of`."""
    return (on.year - FIRST_YEAR) * 12 + on.month - 1


def anchor_day(disbursed_on: date, first_due_on: date) -> int:
    """The day of the month that due dates keep.

    It is the day of disbursement when the first due date is that day of its month (31 January →
    28 February → 31 March), and the day of the first due date otherwise (31 October → 30 November →
    31 December).
    """
    if months_after(disbursed_on, months_apart(disbursed_on, first_due_on)) == first_due_on:
        return disbursed_on.day
    return first_due_on.day


def due_dates(disbursed_on: date, first_due_on: date, count: int) -> tuple[date, ...]:
    """Due dates of `count` lines, one a month from the first."""
    first = position_in_calendar(first_due_on)
    return calendar_of(anchor_day(disbursed_on, first_due_on))[first : first + count]


def whole_months_and_days(start: date, end: date) -> tuple[int, int, int]:
    """An interval as the TAEG counts it: whole months, then days, and the length of their year.

    Months are counted backwards from the end; month-end to month-end counts as whole months, and so
    does a due date that keeps the day of the start (30 January → 28 February). The year of the days is
    the one that ends on the last of them (code de la consommation, annexe à l’article R. 314-3).
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    day, opening = end.day, start.day
    if day == opening:
        return months, 0, 365
    length = month_length(start.year, start.month)
    if (day < opening or opening == length) and is_month_end(end):
        return months, 0, 365
    if day > opening:
        year, month, day = start.year, start.month, min(day, length)
        days = day - opening
    else:
        months -= 1
        year, month = (start.year, start.month + 1) if start.month < 12 else (start.year + 1, 1)
        day = min(day, month_length(year, month))
        days = length - opening + day
    leap = is_leap(year if (month, day) > (2, 28) else year - 1)
    return months, days, 366 if leap and days else 365


def years_between(start: date, end: date) -> Fraction:
    """Years from one day to a later one, exactly, by the interval rule of the TAEG."""
    months, days, year = whole_months_and_days(start, end)
    return Fraction(months * year + 12 * days, 12 * year)


def years_as_float(start: date, end: date) -> float:
    """`years_between` for the solver of the TAEG, which works in floating point."""
    months, days, year = whole_months_and_days(start, end)
    return months / 12 + days / year


def years_since(start: date, days: Iterable[date]) -> list[float]:
    """`years_as_float` of a column of days, most of which keep the day of the start."""
    first, kept = start.year * 12 + start.month, start.day
    return [
        (on.year * 12 + on.month - first) / 12 if on.day == kept else years_as_float(start, on) for on in days
    ]


def months_between(start: date, end: date) -> Fraction:
    """Months from one day to a later one: whole months + 12 × days / length of the year."""
    months, days, year = whole_months_and_days(start, end)
    return Fraction(months * year + 12 * days, year)
