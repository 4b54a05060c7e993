"""Staying beside the person: appointments, planned contacts, tasks, aids."""

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act as A
from etrier.domain.lifecycle.machine import Lifecycle, begin, keep, move


class AppointmentState(Labelled):
    """What became of an appointment (rendez-vous)."""

    PLANNED = "planned", "prévu"
    SEEN = "seen", "tenu"
    EXCUSED = "excused", "manqué, excusé"
    NO_SHOW = "no_show", "manqué, sans nouvelles"
    CANCELLED = "cancelled", "annulé"


R = AppointmentState

APPOINTMENT = Lifecycle(
    "appointment",
    "Le rendez-vous",
    states=R,
    initial=R.PLANNED,
    moves=(
        begin(A.PLAN_APPOINTMENT, to=R.PLANNED),
        *keep(A.MOVE_APPOINTMENT, source=(R.PLANNED,)),
        move(A.MARK_SEEN, source=(R.PLANNED,), to=R.SEEN),
        move(A.MARK_EXCUSED, source=(R.PLANNED,), to=R.EXCUSED),
        move(A.MARK_NO_SHOW, source=(R.PLANNED,), to=R.NO_SHOW),
        move(A.CANCEL_APPOINTMENT, source=(R.PLANNED,), to=R.CANCELLED),
        move(A.CORRECT_APPOINTMENT, source=(R.SEEN, R.EXCUSED, R.NO_SHOW, R.CANCELLED), to=R.PLANNED),
    ),
)


class SupportPlanState(Labelled):
    """Where a support plan (accompagnement) stands."""

    ACTIVE = "active", "en cours"
    ENDED = "ended", "terminé"


SUPPORT_PLAN = Lifecycle(
    "support_plan",
    "L’accompagnement",
    states=SupportPlanState,
    initial=SupportPlanState.ACTIVE,
    moves=(
        begin(A.SET_SUPPORT_PLAN, to=SupportPlanState.ACTIVE),
        *keep(A.REVISE_SUPPORT_PLAN, source=(SupportPlanState.ACTIVE,)),
        move(A.END_SUPPORT_PLAN, source=(SupportPlanState.ACTIVE,), to=SupportPlanState.ENDED),
    ),
)


class SupportContactState(Labelled):
    """What became of a contact planned during the loan. A missed one alerts, it never punishes."""

    PLANNED = "planned", "prévu"
    DONE = "done", "fait"
    MISSED = "missed", "manqué"
    CANCELLED = "cancelled", "annulé"


K = SupportContactState

SUPPORT_CONTACT = Lifecycle(
    "support_contact",
    "Le contact d’accompagnement",
    states=K,
    initial=K.PLANNED,
    moves=(
        begin(A.PLAN_SUPPORT_CONTACT, to=K.PLANNED),
        move(A.MOVE_SUPPORT_CONTACT, source=(K.PLANNED, K.MISSED), to=K.PLANNED),
        move(A.COMPLETE_SUPPORT_CONTACT, source=(K.PLANNED, K.MISSED), to=K.DONE),
        move(A.MISS_SUPPORT_CONTACT, source=(K.PLANNED,), to=K.MISSED),
        move(A.CANCEL_SUPPORT_CONTACT, source=(K.PLANNED, K.MISSED), to=K.CANCELLED),
    ),
)


class TaskState(Labelled):
    """Where a task stands."""

    OPEN = "open", "à faire"
    DONE = "done", "faite"
    DROPPED = "dropped", "abandonnée"


TASK = Lifecycle(
    "task",
    "La tâche",
    states=TaskState,
    initial=TaskState.OPEN,
    moves=(
        begin(A.ADD_TASK, to=TaskState.OPEN),
        *keep(A.MOVE_TASK, source=(TaskState.OPEN,)),
        move(A.COMPLETE_TASK, source=(TaskState.OPEN,), to=TaskState.DONE),
        move(A.DROP_TASK, source=(TaskState.OPEN,), to=TaskState.DROPPED),
        move(A.REOPEN_TASK, source=(TaskState.DONE, TaskState.DROPPED), to=TaskState.OPEN),
    ),
)


class AidState(Labelled):
    """Where an aid asked for the person stands."""

    REQUESTED = "requested", "demandée"
    GRANTED = "granted", "accordée"
    REFUSED = "refused", "refusée"
    ENDED = "ended", "terminée"


AID = Lifecycle(
    "aid",
    "L’aide",
    states=AidState,
    initial=AidState.REQUESTED,
    moves=(
        begin(A.REQUEST_AID, to=AidState.REQUESTED),
        move(A.GRANT_AID, source=(AidState.REQUESTED, AidState.REFUSED), to=AidState.GRANTED),
        move(A.REFUSE_AID, source=(AidState.REQUESTED,), to=AidState.REFUSED),
        move(A.END_AID, source=(AidState.REQUESTED, AidState.GRANTED), to=AidState.ENDED),
        *keep(A.LINK_AID, source=(AidState.REQUESTED, AidState.GRANTED)),
    ),
)
