from django.urls import path

from etrier.domain.lifecycle import Act
from etrier.followup.views import aids, appointments, difficulties, protocol, support, tasks

app_name = "followup"
MEETINGS = "dossiers/<uuid:file>/rendez-vous/"
MEETING = f"{MEETINGS}<uuid:appointment>/"
TROUBLES = "dossiers/<uuid:file>/difficultes/"
TROUBLE = f"{TROUBLES}<uuid:difficulty>/"
STEP = f"{TROUBLES}etapes/<uuid:protocol_step>/"
AIDS = "dossiers/<uuid:file>/aides/"
AID = f"{AIDS}<uuid:aid>/"
SUPPORT = "dossiers/<uuid:file>/accompagnement/"
PLAN, CONTACT = f"{SUPPORT}<uuid:support_plan>/", f"{SUPPORT}contacts/<uuid:support_contact>/"
TASKS = "dossiers/<uuid:file>/taches/"
TASK = f"{TASKS}<uuid:task>/"

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
    path(TROUBLES, difficulties.list_difficulties, name="difficulties"),
    path(f"{TROUBLES}signaler/", difficulties.signal_difficulty, name="signal_difficulty"),
    path(f"{TROUBLES}ouvrir/", difficulties.open_difficulty, name="open_difficulty"),
    path(f"{TROUBLES}alerte/", difficulties.alert_ccas, name="alert_ccas"),
    path(TROUBLE, difficulties.show_difficulty, name="difficulty"),
    path(f"{TROUBLE}prendre/", difficulties.take_up_difficulty, name="take_up_difficulty"),
    path(f"{TROUBLE}contact/", difficulties.attempt_contact, name="attempt_contact"),
    path(f"{TROUBLE}point/", difficulties.review_situation, name="review_situation"),
    path(f"{TROUBLE}aide/", aids.link_aid, name="link_aid"),
    path(f"{TROUBLE}clore/", difficulties.solve_difficulty, name="solve_difficulty"),
    path(f"{TROUBLE}amenagement/", difficulties.settle_by_measure, name="settle_by_measure"),
    path(f"{TROUBLE}garantie/", difficulties.end_by_guarantee, name="end_by_guarantee"),
    path(f"{TROUBLE}rouvrir/", difficulties.reopen_difficulty, name="reopen_difficulty"),
    path(f"{TROUBLE}etape/", protocol.plan_step, name="plan_step"),
    path(f"{TROUBLES}echeances/<uuid:missed_instalment>/", protocol.unpaid_letter, name="unpaid_letter"),
    path(f"{STEP}faite/", protocol.end_step, {"act": Act.COMPLETE_STEP}, name="complete_step"),
    path(f"{STEP}sans-objet/", protocol.end_step, {"act": Act.DROP_STEP}, name="drop_step"),
    path(AIDS, aids.list_aids, name="aids"),
    path(f"{AIDS}demander/", aids.request_aid, name="request_aid"),
    path(f"{AID}accorder/", aids.grant_aid, name="grant_aid"),
    path(f"{AID}refuser/", aids.end_aid, {"act": Act.REFUSE_AID}, name="refuse_aid"),
    path(f"{AID}terminer/", aids.end_aid, {"act": Act.END_AID}, name="end_aid"),
    path(SUPPORT, support.show_support, name="support"),
    path(f"{SUPPORT}etablir/", support.set_support_plan, name="set_support_plan"),
    path(f"{PLAN}revoir/", support.revise_support_plan, name="revise_support_plan"),
    path(f"{PLAN}terminer/", support.end_support_plan, name="end_support_plan"),
    path(f"{SUPPORT}contacts/prevoir/", support.plan_support_contact, name="plan_support_contact"),
    path(f"{CONTACT}deplacer/", support.move_support_contact, name="move_support_contact"),
    path(f"{CONTACT}fait/", support.complete_support_contact, name="complete_support_contact"),
    path(
        f"{CONTACT}manque/",
        support.end_contact,
        {"act": Act.MISS_SUPPORT_CONTACT},
        name="miss_support_contact",
    ),
    path(
        f"{CONTACT}annuler/",
        support.end_contact,
        {"act": Act.CANCEL_SUPPORT_CONTACT},
        name="cancel_support_contact",
    ),
    path("taches/", tasks.list_tasks, name="tasks"),
    path(f"{TASKS}ajouter/", tasks.add_task, name="add_task"),
    path(f"{TASK}deplacer/", tasks.move_task, name="move_task"),
    path(f"{TASK}faite/", tasks.end_task, {"act": Act.COMPLETE_TASK}, name="complete_task"),
    path(f"{TASK}abandonner/", tasks.end_task, {"act": Act.DROP_TASK}, name="drop_task"),
    path(f"{TASK}reprendre/", tasks.end_task, {"act": Act.REOPEN_TASK}, name="reopen_task"),
]
