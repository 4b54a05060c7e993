"""How Étrier writes figures, dates and counts in French, for pages, letters and journal.

Plain Python, over the wording of the rules (`etrier.domain.wording`): no locale, no clock. A number
and its unit are bound by a narrow no-break space (U+202F).
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from etrier.domain import french, wording

NARROW = french.NARROW_NO_BREAK
NBSP = french.NO_BREAK
MINUS = "\u2212"
MONTHS = wording.MONTH_NAMES

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_WEEKDAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
WORDS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit",
    "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
)  # fmt: skip

Number = Decimal | int


def number(value: Number, places: int | None = None) -> str:
    """« 1 234,5 »: rounded half-up to `places`, or as it stands without them."""
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, decimals = f"{abs(exact):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", NARROW)
    sign = MINUS if exact < 0 else ""
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def euros(amount: Number) -> str:
    """« 1 234,50 € »: always with its cents, for tables and sums."""
    return f"{number(amount, 2)}{NARROW}€"


def round_euros(amount: Number) -> str:
    """« 2 000 € » when there are no cents, « 65,14 € » otherwise: for sentences."""
    return wording.euros(amount)


def percent(value: Number, places: int = 2) -> str:
    """« 4,07 % » from a value already in percent."""
    return f"{number(value, places)}{NARROW}%"


def rate(value: Number) -> str:
    """« 50 % », « 4,25 % » from a value in percent: no decimals when there are none, for sentences."""
    return wording.percent(value)


def share(value: Number, places: int = 0) -> str:
    """« 50 % » from a ratio (0.5)."""
    return percent(Decimal(value) * 100, places)


def day_number(value: date) -> str:
    """« 1er », « 2 »: French only writes the first of the month as an ordinal."""
    return "1er" if value.day == 1 else str(value.day)


def day(value: date) -> str:
    """« 23 novembre 2026 »"""
    return f"{day_number(value)}{NBSP}{MONTHS[value.month - 1]} {value.year}"


def long_day(value: date) -> str:
    """« lundi 23 novembre 2026 »"""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def day_of_year(value: date) -> str:
    """« lundi 23 novembre »: when the year goes without saying."""
    return f"{WEEKDAYS[value.weekday()]} {day_number(value)}{NBSP}{MONTHS[value.month - 1]}"


def short_day(value: date, on: date | None = None) -> str:
    """« 23 nov. », with its year when `on` is given and falls in another one."""
    year = f" {value.year}" if on is not None and on.year != value.year else ""
    return f"{day_number(value)}{NBSP}{SHORT_MONTHS[value.month - 1]}{year}"


def near_day(value: date) -> str:
    """« mer. 25 »: for a deadline within a few days."""
    return f"{SHORT_WEEKDAYS[value.weekday()]}{NBSP}{day_number(value)}"


def numeric_day(value: date) -> str:
    """« 23/11/2026 »"""
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def month(value: date) -> str:
    """« novembre 2026 »"""
    return f"{MONTHS[value.month - 1]} {value.year}"


def clock(value: time | datetime) -> str:
    """« 8 h 12 », « 11 h »"""
    minutes = f"{NBSP}{value.minute:02}" if value.minute else ""
    return f"{value.hour}{NBSP}h{minutes}"


def instant(value: datetime) -> str:
    """« 23 novembre 2026 à 8 h 12 », in the zone the instant carries."""
    return f"{day(value)} à {clock(value)}"


def duration(minutes: int) -> str:
    """« 20 min », « 1 h 30 », « 2 h »"""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02}" if rest else f"{hours}{NBSP}h"


def plural(count: Number, singular: str, plural: str) -> str:
    """The word alone; French turns plural from two on (0 et 1,5 : singulier)."""
    return plural if abs(Decimal(count)) >= 2 else singular


def counted(count: Number, singular: str, plural: str) -> str:
    """« 1 échéance », « 1 200 échéances »"""
    word = plural if abs(Decimal(count)) >= 2 else singular
    return f"{number(count)}{NBSP}{word}"


def some(count: int, none: str, singular: str, plural: str) -> str:
    """« aucune pièce », « 1 pièce », « 12 pièces »: a sentence says none rather than 0."""
    return counted(count, singular, plural) if count else none


def in_words(count: int, *, feminine: bool = False) -> str:
    """« trois », « une »; digits beyond seize, where words would only slow the reader."""
    if count == 1 and feminine:
        return "une"
    return WORDS[count] if 0 <= count < len(WORDS) else number(count)


def months(count: int) -> str:
    """« 24 mois »"""
    return f"{number(count)}{NBSP}mois"


def days(count: int) -> str:
    """« 1 jour », « 9 jours »"""
    return counted(count, "jour", "jours")


def ordinal(rank: int, *, feminine: bool = False) -> str:
    """« 1er », « 1re », « 12e »"""
    if rank == 1:
        return "1re" if feminine else "1er"
    return f"{number(rank)}e"


def listed(items: Sequence[str], last: str = "et") -> str:
    """« a, b et c »"""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def phone(digits: str) -> str:
    """« 01 99 00 12 34 »; a foreign number keeps its + and its digits."""
    if len(digits) == 10 and digits.isdigit():
        return NBSP.join(digits[i : i + 2] for i in range(0, 10, 2))
    return digits


def iban(value: str) -> str:
    """« FR76 3000 … »: by groups of four, as it is printed on a RIB."""
    compact = "".join(value.split())
    return NBSP.join(compact[i : i + 4] for i in range(0, len(compact), 4))


def capitalised(sentence: str) -> str:
    """First letter in upper case, the rest untouched."""
    return sentence[:1].upper() + sentence[1:]
