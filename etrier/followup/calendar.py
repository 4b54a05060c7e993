"""An appointment as a calendar entry: nothing in it says who comes, nor what for."""

from datetime import datetime

from icalendar import Calendar, Event

from etrier.followup.models import Appointment

TITLE = "Rendez-vous au CCAS"


def calendar_of(appointment: Appointment, now: datetime) -> bytes:
    """One entry (RFC 5545). A telephone is read by others: only the CCAS's own address is given."""
    event = Event()
    event.add("uid", f"{appointment.uid}@etrier")
    event.add("sequence", appointment.revision)
    event.add("dtstamp", now)
    event.add("dtstart", appointment.starts_at)
    event.add("dtend", appointment.ends_at)
    event.add("summary", TITLE)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if appointment.state == "cancelled" else "CONFIRMED")
    address = appointment.organisation.address
    if appointment.place == "ccas" and address:
        event.add("location", ", ".join(address.splitlines()))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Étrier//Rendez-vous//FR")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
