"""The request: first contact, study, commission, appeals, bank, offer, charter."""

from etrier.domain.lifecycle.acts import Act
from etrier.domain.lifecycle.acts import Act as A

TEXTS: dict[str, dict[Act, tuple[str, ...]]] = {
    "application": {
        A.RECORD_CONTACT: (
            "Enregistrer un premier contact",
            "Premier contact enregistré, origine : {origin}",
            "Premier contact enregistré",
        ),
        A.REFER_PERSON: ("Orienter une personne", "Personne orientée par un partenaire"),
        A.REQUEST_ONLINE: ("Demander à être rappelé", "Demande faite en ligne par la personne"),
        A.EXPLAIN_MICROCREDIT: ("Noter les explications données", "Microcrédit accompagné expliqué"),
        A.ADD_CO_BORROWER: ("Ajouter un co-emprunteur", "Co-emprunteur ajouté"),
        A.REMOVE_CO_BORROWER: ("Retirer le co-emprunteur", "Co-emprunteur retiré"),
        A.OPEN_STUDY: ("Ouvrir l’étude", "Étude ouverte"),
        A.UPDATE_SITUATION: ("Modifier la situation", "Situation mise à jour"),
        A.UPDATE_BUDGET: ("Modifier le budget", "Budget mis à jour"),
        A.UPDATE_PROJECT: (
            "Modifier le projet",
            "Projet mis à jour : {amount} demandés",
            "Projet mis à jour",
        ),
        A.ASSESS_SUPPORT: (
            "Évaluer le besoin d’accompagnement",
            "Accompagnement à prévoir : {support_kind}, niveau {support_level}",
            "Accompagnement à prévoir : {support_kind}",
        ),
        A.CHECK_RIGHTS: ("Vérifier les droits ordinaires", "Droits ordinaires vérifiés"),
        A.OVERRIDE_FINDING: ("Passer outre avec un motif", "Constat levé avec motif"),
        A.CANCEL_OVERRIDE: ("Rétablir le constat", "Constat rétabli"),
        A.WAIVE_DOCUMENT: (
            "Dispenser d’une pièce",
            "Dispense de pièce : {document}",
            "Dispense de pièce accordée",
        ),
        A.COMPLETE_STUDY: (
            "Terminer l’étude",
            "Étude terminée, préconisation : {recommendation}",
            "Étude terminée",
        ),
        A.RETURN_TO_STUDY: ("Reprendre l’étude", "Étude reprise : {study_reason}", "Étude reprise"),
        A.REORIENT: (
            "Réorienter la personne",
            "Personne réorientée : {reorientation}",
            "Personne réorientée",
        ),
        A.CLOSE_APPLICATION: ("Clore la demande", "Demande close : {closing_reason}"),
        A.REOPEN_APPLICATION: ("Rouvrir la demande", "Demande rouverte"),
    },
    "session": {
        A.CONVENE_SESSION: ("Convoquer une séance", "Séance convoquée pour le {session_on}"),
        A.MOVE_SESSION: ("Changer la date de la séance", "Séance déplacée au {session_on}"),
        A.RECORD_ATTENDANCE: (
            "Noter les présents",
            "Membres présents : {count}",
            "Présences notées",
        ),
        A.RECUSE_MEMBER: ("Noter un déport", "Déport d’un membre noté"),
        A.HOLD_SESSION: ("Ouvrir la séance", "Séance ouverte"),
        A.CLOSE_SESSION: ("Clore la séance", "Séance close, procès-verbal arrêté"),
        A.CANCEL_SESSION: ("Annuler la séance", "Séance annulée"),
    },
    "agenda_item": {
        A.PUT_ON_AGENDA: ("Inscrire à la commission", "Dossier inscrit à la commission du {session_on}"),
        A.PUT_APPEAL_ON_AGENDA: (
            "Inscrire le recours à la commission",
            "Recours inscrit à la commission du {session_on}",
        ),
        A.WITHDRAW_FROM_AGENDA: ("Retirer de l’ordre du jour", "Dossier retiré de l’ordre du jour"),
        A.GIVE_FAVOURABLE_OPINION: ("Rendre un avis favorable", "Commission : avis favorable"),
        A.GIVE_CONDITIONAL_OPINION: (
            "Rendre un avis favorable avec conditions",
            "Commission : avis favorable avec conditions : {condition}",
            "Commission : avis favorable avec conditions",
        ),
        A.ADJOURN_OPINION: (
            "Ajourner",
            "Commission : dossier ajourné, {adjournment_reason}",
            "Commission : dossier ajourné",
        ),
        A.GIVE_UNFAVOURABLE_OPINION: (
            "Rendre un avis défavorable",
            "Commission : avis défavorable, {opinion_reason}",
            "Commission : avis défavorable",
        ),
        A.RECTIFY_OPINION: ("Rectifier l’avis", "Avis annulé pour rectification"),
        A.MEET_CONDITION: ("Constater qu’une condition est remplie", "Condition remplie : {condition}"),
        A.NOTIFY_OPINION: ("Notifier l’avis", "Avis notifié le {notified_on}"),
    },
    "appeal": {
        A.LODGE_APPEAL: ("Enregistrer un recours", "Recours reçu le {received_on}"),
        A.ACKNOWLEDGE_APPEAL: ("Accuser réception du recours", "Réception du recours confirmée"),
        A.UPHOLD_REFUSAL: ("Confirmer le refus", "Recours examiné : refus confirmé"),
        A.REVERSE_REFUSAL: ("Revenir sur le refus", "Recours examiné : refus annulé"),
        A.DISMISS_APPEAL: ("Déclarer le recours irrecevable", "Recours irrecevable : {appeal_reason}"),
        A.WITHDRAW_APPEAL: ("Enregistrer l’abandon du recours", "Recours abandonné par la personne"),
    },
    "transmission": {
        A.TRANSMIT: ("Transmettre à la banque", "Dossier transmis à la banque"),
        A.ASK_QUESTION: ("Poser une question", "Question de la banque"),
        A.ANSWER_QUESTION: ("Répondre à la banque", "Réponse donnée à la banque"),
        A.REMIND_BANK: ("Relancer la banque", "Banque relancée"),
        A.SEAL_PACK: ("Préparer un dossier chiffré", "Dossier chiffré préparé pour la banque"),
        A.ACCEPT_REQUEST: (
            "Accepter le prêt",
            "Prêt accepté par la banque : {amount} sur {months} mois",
            "Prêt accepté par la banque",
        ),
        A.MAKE_COUNTER_OFFER: (
            "Faire une contre-proposition",
            "Contre-proposition de la banque : {amount} sur {months} mois",
        ),
        A.ACCEPT_COUNTER_OFFER: (
            "Accepter la contre-proposition",
            "Contre-proposition acceptée par la personne",
        ),
        A.DECLINE_COUNTER_OFFER: (
            "Décliner la contre-proposition",
            "Contre-proposition déclinée par la personne",
        ),
        A.REFUSE_REQUEST: ("Refuser le prêt", "Prêt refusé par la banque : {bank_reason}"),
        A.REASSURE_SELLER: ("Attester l’accord au vendeur", "Accord de la banque attesté au vendeur"),
        A.RECALL_TRANSMISSION: ("Retirer le dossier de la banque", "Dossier retiré de la banque"),
        A.CLOSE_UNANSWERED: ("Clore sans réponse", "Transmission close, la banque n’ayant pas répondu"),
        A.REOPEN_TRANSMISSION: ("Reprendre l’échange", "Échange repris avec la banque"),
    },
    "offer": {
        A.ISSUE_OFFER: (
            "Enregistrer l’offre de prêt",
            "Offre de prêt : {amount} sur {months} mois, valable jusqu’au {expires_on}",
            "Offre de prêt : {amount} sur {months} mois",
        ),
        A.REPLACE_OFFER: ("Remplacer l’offre", "Offre de prêt remplacée"),
        A.DECLINE_OFFER: ("Décliner l’offre", "Offre de prêt déclinée par la personne"),
        A.LAPSE_OFFER: ("Constater la caducité de l’offre", "Offre de prêt caduque"),
        A.SIGN_OFFER: ("Enregistrer la signature", "Offre de prêt signée"),
        A.RETRACT_LOAN: ("Enregistrer la rétractation", "Rétractation de la personne"),
        A.CANCEL_SALE: ("Enregistrer l’annulation de la vente", "Vente annulée : le prêt tombe avec elle"),
    },
    "charter": {
        A.DRAW_UP_CHARTER: (
            "Établir la charte de l’accompagnement",
            "Charte de l’accompagnement établie",
        ),
        A.SIGN_CHARTER: ("Enregistrer une signature", "Charte de l’accompagnement signée par {party}"),
        A.COMPLETE_CHARTER: (
            "Enregistrer la dernière signature",
            "Charte de l’accompagnement signée par {party}, désormais complète",
        ),
        A.CANCEL_CHARTER: ("Annuler la charte", "Charte de l’accompagnement annulée"),
    },
}
