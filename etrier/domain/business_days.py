"""French business days (jours ouvrés): no week-end, no public holiday of the place."""

from datetime import date, timedelta
from functools import cache

import holidays

from etrier.domain.refusal import Refused

PLACES = {
    "": "France métropolitaine",
    "57": "Moselle",
    "6AE": "Alsace",
    "971": "Guadeloupe",
    "972": "Martinique",
    "973": "Guyane",
    "974": "La Réunion",
    "976": "Mayotte",
    "BL": "Saint-Barthélemy",
    "MF": "Saint-Martin",
    "NC": "Nouvelle-Calédonie",
    "PF": "Polynésie française",
    "PM": "Saint-Pierre-et-Miquelon",
    "WF": "Wallis-et-Futuna",
}
"""Where public holidays differ, by the code of the subdivision."""

_ZONES = {
    "America/Guadeloupe": "971",
    "America/Martinique": "972",
    "America/Cayenne": "973",
    "Indian/Reunion": "974",
    "Indian/Mayotte": "976",
    "America/St_Barthelemy": "BL",
    "America/Marigot": "MF",
    "Pacific/Noumea": "NC",
    "Pacific/Tahiti": "PF",
    "America/Miquelon": "PM",
    "Pacific/Wallis": "WF",
}


def place_of(time_zone: str) -> str:
    """The code of the territory that keeps this time zone, « » for metropolitan France."""
    return _ZONES.get(time_zone, "")


@cache
def _holidays(place: str) -> holidays.HolidayBase:
    if place not in PLACES:
        raise Refused(
            "unknown_place", f"« {place[:10]} » n’est pas un territoire connu : {', '.join(PLACES)}."
        )
    return holidays.country_holidays("FR", subdiv=place or None)


def is_business_day(on: date, place: str = "") -> bool:
    """Whether offices are open that day. Raises `Refused` for an unknown place."""
    return on.weekday() < 5 and on not in _holidays(place)


def next_business_day(on: date, place: str = "") -> date:
    """That day, or the first business day after it."""
    while not is_business_day(on, place):
        on += timedelta(days=1)
    return on


def business_days_after(on: date, count: int, place: str = "") -> date:
    """The count-th business day after a day; with 0, that day or the first business day after it."""
    day = next_business_day(on, place)
    if day > on and count:
        count -= 1
    for _ in range(count):
        day = next_business_day(day + timedelta(days=1), place)
    return day
