from django.urls import path

from etrier.domain.lifecycle import Act
from etrier.followup.views import appointments

app_name = "followup"
MEETINGS = "dossiers/<uuid:file>/rendez-vous/"
MEETING = f"{MEETINGS}<uuid:appointment>/"

urlpatterns = [
    path("rendez-vous/", appointments.agenda, name="agenda"),
    path(MEETINGS, appointments.list_appointments, name="appointments"),
    path(f"{MEETINGS}fixer/", appointments.plan_appointment, name="plan_appointment"),
    path(f"{MEETING}deplacer/", appointments.move_appointment, name="move_appointment"),
    path(f"{MEETING}tenu/", appointments.mark_seen, name="mark_seen"),
    path(f"{MEETING}excuse/", appointments.note_outcome, {"act": Act.MARK_EXCUSED}, name="mark_excused"),
    path(f"{MEETING}absence/", appointments.note_outcome, {"act": Act.MARK_NO_SHOW}, name="mark_no_show"),
    path(
        f"{MEETING}annuler/",
        appointments.note_outcome,
        {"act": Act.CANCEL_APPOINTMENT},
        name="cancel_appointment",
    ),
    path(f"{MEETING}corriger/", appointments.correct_appointment, name="correct_appointment"),
    path(f"{MEETING}agenda.ics", appointments.calendar, name="appointment_calendar"),
]
