"""The loan, the guarantee, the support beside the person, the difficulties, the end."""

from etrier.domain.lifecycle.acts import Act
from etrier.domain.lifecycle.acts import Act as A

TEXTS: dict[str, dict[Act, tuple[str, ...]]] = {
    "loan": {
        A.DISBURSE: ("Enregistrer le déblocage", "Prêt débloqué : {amount}"),
        A.IMPORT_SCHEDULE: ("Enregistrer l’échéancier de la banque", "Échéancier de la banque enregistré"),
        A.RECORD_REPORT: (
            "Enregistrer un relevé de la banque",
            "Relevé de la banque reçu, du {from_on} au {until_on}",
        ),
        A.REPORT_PAID: (
            "Enregistrer un paiement",
            "Échéance {number} payée : {amount}",
            "Paiement déclaré : {amount}",
        ),
        A.PRESUME_PAID: ("Présumer le paiement", "Échéance {number} présumée payée"),
        A.REPORT_UNPAID: (
            "Enregistrer un impayé",
            "Échéance {number} impayée : {amount}",
            "Échéance {number} impayée",
        ),
        A.REVERSE_MOVEMENT: (
            "Annuler ce mouvement",
            "Mouvement annulé : {reversal_reason}, {amount}",
            "Mouvement annulé : {reversal_reason}",
        ),
        A.REPAY_EARLY: ("Enregistrer un remboursement anticipé", "Remboursement anticipé : {amount}"),
        A.WARN_FICP: (
            "Enregistrer l’avertissement de fichage",
            "Avertissement avant inscription au FICP, à régulariser avant le {deadline_on}",
        ),
        A.RECORD_OVERINDEBTEDNESS: (
            "Enregistrer une étape du surendettement",
            "Surendettement : {overindebtedness}",
        ),
        A.REACH_LAST_INSTALMENT: (
            "Constater la dernière échéance",
            "Dernière échéance réglée, fin du prêt à confirmer par la banque",
        ),
        A.CONFIRM_REPAID: (
            "Confirmer la fin du prêt",
            "Prêt soldé, confirmé par la banque le {confirmed_on}",
        ),
        A.CANCEL_CONFIRMATION: ("Annuler la confirmation", "Confirmation de fin de prêt annulée"),
        A.RETURN_CAPITAL: ("Enregistrer la restitution du capital", "Capital restitué : {amount}"),
        A.ACCELERATE: (
            "Enregistrer la déchéance du terme",
            "Déchéance du terme prononcée : {amount} exigibles",
            "Déchéance du terme prononcée",
        ),
        A.REINSTATE: ("Lever la déchéance du terme", "Déchéance du terme levée, le prêt reprend son cours"),
        A.CALL_GUARANTEE: ("Mettre en jeu la garantie", "Garantie appelée : {amount}"),
        A.PAY_CALL: ("Enregistrer le paiement de la garantie", "Garantie payée : {amount}"),
        A.REFUSE_CALL: ("Enregistrer le refus de la garantie", "Garantie refusée : {call_reason}"),
        A.RECORD_RECOVERY: ("Enregistrer un recouvrement", "Somme recouvrée : {amount}"),
        A.CLOSE_WITH_LOSS: (
            "Clore avec une perte",
            "Prêt clos avec une perte de {amount}",
            "Prêt clos avec une perte",
        ),
    },
    "measure": {
        A.SIMULATE_MEASURE: ("Simuler une mesure", "Mesure simulée : {measure}"),
        A.REQUEST_MEASURE: ("Demander la mesure à la banque", "Mesure demandée à la banque : {measure}"),
        A.GRANT_MEASURE: ("Accorder la mesure", "Mesure accordée par la banque : {measure}"),
        A.GRANT_OTHERWISE: ("Accorder autrement", "Mesure accordée autrement par la banque : {measure}"),
        A.REFUSE_MEASURE: (
            "Refuser la mesure",
            "Mesure refusée par la banque : {measure}, {measure_reason}",
            "Mesure refusée par la banque : {measure}",
        ),
        A.WITHDRAW_MEASURE: ("Renoncer à la mesure", "Mesure abandonnée : {measure}"),
    },
    "envelope": {
        A.VOTE_ENVELOPE: ("Enregistrer l’enveloppe votée", "Enveloppe de garantie votée : {amount}"),
        A.AMEND_ENVELOPE: ("Modifier l’enveloppe", "Enveloppe de garantie portée à {amount}"),
        A.CLOSE_ENVELOPE: ("Clore l’enveloppe", "Enveloppe de garantie close"),
    },
    "commitment": {
        A.RESERVE_GUARANTEE: ("Réserver la garantie", "Garantie du CCAS réservée : {amount}"),
        A.COMMIT_GUARANTEE: ("Engager la garantie", "Garantie du CCAS engagée : {amount}"),
        A.RELEASE_GUARANTEE: (
            "Libérer la garantie",
            "Garantie du CCAS libérée : {release_reason}",
        ),
    },
    "appointment": {
        A.PLAN_APPOINTMENT: (
            "Fixer un rendez-vous",
            "Rendez-vous fixé au {appointment_on}, {appointment}",
            "Rendez-vous fixé au {appointment_on}",
        ),
        A.MOVE_APPOINTMENT: ("Déplacer le rendez-vous", "Rendez-vous déplacé au {appointment_on}"),
        A.MARK_SEEN: (
            "Noter que la personne est venue",
            "Rendez-vous tenu, {minutes} minutes",
            "Rendez-vous tenu",
        ),
        A.MARK_EXCUSED: ("Noter que la personne s’est excusée", "Rendez-vous manqué, personne excusée"),
        A.MARK_NO_SHOW: ("Noter l’absence", "Rendez-vous manqué, sans nouvelles"),
        A.CANCEL_APPOINTMENT: ("Annuler le rendez-vous", "Rendez-vous annulé"),
        A.CORRECT_APPOINTMENT: ("Corriger l’issue du rendez-vous", "Issue du rendez-vous à corriger"),
    },
    "support_plan": {
        A.SET_SUPPORT_PLAN: (
            "Établir le plan d’accompagnement",
            "Accompagnement prévu, niveau {support_level}",
        ),
        A.REVISE_SUPPORT_PLAN: (
            "Revoir le plan d’accompagnement",
            "Accompagnement revu, niveau {support_level}",
        ),
        A.END_SUPPORT_PLAN: (
            "Terminer l’accompagnement",
            "Accompagnement terminé : {support_end}",
            "Accompagnement terminé",
        ),
    },
    "support_contact": {
        A.PLAN_SUPPORT_CONTACT: ("Prévoir un contact", "Contact prévu le {due_on}"),
        A.MOVE_SUPPORT_CONTACT: ("Déplacer le contact", "Contact reporté au {due_on}"),
        A.COMPLETE_SUPPORT_CONTACT: (
            "Noter le contact",
            "Contact d’accompagnement : {channel}",
            "Contact d’accompagnement fait",
        ),
        A.MISS_SUPPORT_CONTACT: ("Noter le contact manqué", "Contact d’accompagnement manqué"),
        A.CANCEL_SUPPORT_CONTACT: ("Annuler le contact", "Contact d’accompagnement annulé"),
    },
    "task": {
        A.ADD_TASK: ("Ajouter une tâche", "À faire avant le {due_on} : {task}", "À faire : {task}"),
        A.MOVE_TASK: ("Reporter la tâche", "Tâche reportée au {due_on} : {task}"),
        A.COMPLETE_TASK: ("Marquer comme fait", "Fait : {task}"),
        A.DROP_TASK: ("Abandonner la tâche", "Tâche abandonnée : {task}"),
        A.REOPEN_TASK: ("Reprendre la tâche", "Tâche reprise : {task}"),
    },
    "difficulty": {
        A.SIGNAL_DIFFICULTY: (
            "J’ai une difficulté",
            "Difficulté signalée par la personne : {cause}",
            "Difficulté signalée par la personne",
        ),
        A.OPEN_DIFFICULTY: ("Ouvrir une difficulté", "Difficulté ouverte : {cause}", "Difficulté ouverte"),
        A.ALERT_CCAS: (
            "Alerter le CCAS",
            "Alerte de la banque, échéance {number} impayée",
            "Alerte de la banque",
        ),
        A.TAKE_UP_DIFFICULTY: ("Prendre en charge", "Difficulté prise en charge"),
        A.ATTEMPT_CONTACT: ("Noter une tentative de contact", "Tentative de contact, {channel} : {outcome}"),
        A.REVIEW_SITUATION: ("Refaire le point", "Situation réexaminée : {cause}", "Situation réexaminée"),
        A.LINK_AID: (
            "Rattacher une aide",
            "Aide rattachée à la difficulté : {aid}",
            "Aide rattachée à la difficulté",
        ),
        A.SOLVE_DIFFICULTY: ("Clore la difficulté", "Difficulté close : {solution}", "Difficulté close"),
        A.SETTLE_BY_MEASURE: ("Clore par un aménagement", "Difficulté close : prêt aménagé par la banque"),
        A.END_BY_GUARANTEE: ("Clore par la garantie", "Difficulté close : garantie mise en jeu"),
        A.REOPEN_DIFFICULTY: ("Rouvrir la difficulté", "Difficulté rouverte"),
    },
    "protocol_step": {
        A.PLAN_STEP: ("Prévoir une étape", "Prévu avant le {due_on} : {step}"),
        A.COMPLETE_STEP: ("Noter l’étape faite", "Étape faite : {step}"),
        A.DROP_STEP: ("Passer l’étape", "Étape sans objet : {step}"),
    },
    "aid": {
        A.REQUEST_AID: ("Demander une aide", "Aide demandée : {aid}", "Aide demandée"),
        A.GRANT_AID: ("Accorder l’aide", "Aide accordée : {aid}, {amount}", "Aide accordée"),
        A.REFUSE_AID: ("Refuser l’aide", "Aide refusée : {aid}", "Aide refusée"),
        A.END_AID: ("Terminer l’aide", "Aide terminée : {aid}", "Aide terminée"),
    },
    "refund": {
        A.OPEN_REFUND: (
            "Ouvrir le remboursement des intérêts",
            "Remboursement des intérêts à étudier : {amount}",
            "Remboursement des intérêts à étudier",
        ),
        A.ASK_BANK_DETAILS: ("Demander le RIB", "RIB demandé pour le remboursement des intérêts"),
        A.RECORD_BANK_DETAILS: ("Enregistrer le RIB", "RIB enregistré"),
        A.SEND_REFUND_TO_COMMITTEE: (
            "Présenter le remboursement en commission",
            "Remboursement présenté à la commission du {session_on}",
            "Remboursement présenté à la commission",
        ),
        A.APPROVE_REFUND: ("Approuver le remboursement", "Remboursement approuvé en commission : {amount}"),
        A.ADJOURN_REFUND: ("Ajourner le remboursement", "Remboursement ajourné en commission"),
        A.REFUSE_REFUND: (
            "Refuser le remboursement",
            "Remboursement des intérêts refusé : {refund_reason}",
        ),
        A.GRANT_REFUND_BY_EXCEPTION: (
            "Accorder par exception",
            "Remboursement des intérêts accordé par exception",
        ),
        A.ORDER_REFUND: ("Mandater le remboursement", "Remboursement mandaté : {amount}"),
        A.CONFIRM_REFUND_PAID: ("Confirmer le paiement", "Intérêts remboursés : {amount}"),
        A.RETURN_REFUND: ("Enregistrer le rejet du virement", "Virement revenu : {return_reason}"),
        A.LAPSE_REFUND: ("Clore faute de RIB", "Remboursement clos, le RIB n’ayant pas été transmis"),
        A.REOPEN_REFUND: ("Rouvrir le remboursement", "Remboursement des intérêts rouvert"),
    },
    "evaluation": {
        A.RECORD_EVALUATION: ("Faire le bilan", "Bilan fait : {moment}"),
    },
}
