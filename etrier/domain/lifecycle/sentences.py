"""How each act is named on its button, and told in the journal.

A placeholder is the name of a figure of the entry; its name gives its type (see `placeholder_kind`).
Where a figure may be missing, `short` is the sentence without it.
"""

import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from etrier.domain.french import typeset
from etrier.domain.lifecycle.acts import Act
from etrier.domain.lifecycle.acts import Act as A


class Kind(Enum):
    """What a figure of the journal is, which says how it is written."""

    AMOUNT = "amount"
    DATE = "date"
    INTEGER = "integer"
    CODE = "code"


INTEGERS = frozenset({"number", "count", "months", "days", "minutes", "year"})


def placeholder_kind(name: str) -> Kind:
    """`amount`, `*_amount` are euros; `*_on` days; `number`, `count`… integers; the rest codes."""
    if name == "amount" or name.endswith("_amount"):
        return Kind.AMOUNT
    if name.endswith("_on"):
        return Kind.DATE
    if name in INTEGERS or name.endswith(("_number", "_count", "_months", "_days")):
        return Kind.INTEGER
    return Kind.CODE


def placeholders(sentence: str) -> frozenset[str]:
    """The names of the figures a sentence asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


@dataclass(frozen=True, slots=True)
class ActText:
    """`label`: the button, imperative; `sentence`: the journal; `subject`: the thing the act is told of.

    An act that moves several things leaves an entry on each: a timeline shows the one of `subject`.
    """

    label: str
    sentence: str
    subject: str
    short: str = ""

    @property
    def required(self) -> frozenset[str]:
        """The figures an entry cannot do without."""
        return placeholders(self.short or self.sentence)

    def sentence_for(self, known: Collection[str]) -> str:
        """The fullest sentence these figures allow."""
        return self.sentence if placeholders(self.sentence) <= set(known) or not self.short else self.short


TEXTS: dict[str, dict[Act, tuple[str, ...]]] = {
    "file": {
        A.OPEN_FILE: ("Ouvrir un dossier", "Dossier ouvert"),
        A.ASSIGN_FILE: ("Confier le dossier", "Dossier confié à un autre référent"),
        A.EXPORT_PERSONAL_DATA: ("Remettre à la personne ses données", "Données remises à la personne"),
        A.SEND_FEEDBACK: ("Informer le prescripteur", "Prescripteur informé de la suite donnée"),
        A.ARCHIVE_FILE: ("Archiver le dossier", "Dossier archivé"),
        A.RESTORE_FILE: ("Sortir le dossier des archives", "Dossier sorti des archives"),
        A.PURGE_FILE: ("Effacer le dossier", "Dossier effacé, chiffres conservés sans nom"),
    },
    "person": {
        A.REGISTER_PERSON: ("Enregistrer la personne", "Personne enregistrée"),
        A.UPDATE_IDENTITY: ("Modifier l’identité", "Identité mise à jour"),
        A.UPDATE_CONTACT_RULES: ("Modifier les consignes de contact", "Consignes de contact mises à jour"),
        A.MERGE_PERSON: ("Fusionner les deux fiches", "Fiche réunie avec son double"),
        A.ERASE_PERSON: ("Effacer la personne", "Données de la personne effacées"),
    },
    "household": {
        A.RECORD_HOUSEHOLD: ("Décrire le foyer", "Foyer décrit"),
        A.UPDATE_HOUSEHOLD: ("Modifier le foyer", "Foyer mis à jour"),
    },
    "consent": {
        A.RECORD_CONSENT: ("Recueillir l’accord", "Accord recueilli : {consent}"),
        A.WITHDRAW_CONSENT: ("Enregistrer le retrait de l’accord", "Accord retiré : {consent}"),
    },
    "life_event": {
        A.RECORD_LIFE_EVENT: (
            "Signaler un événement de vie",
            "Événement signalé : {life_event}, le {event_on}",
            "Événement signalé : {life_event}",
        ),
        A.CANCEL_LIFE_EVENT: ("Annuler cet événement", "Événement annulé, saisi par erreur : {life_event}"),
    },
    "exchange": {
        A.NOTE_EXCHANGE: ("Noter un échange", "Échange noté : {channel}"),
    },
    "message": {
        A.SEND_MESSAGE: ("Envoyer le message", "Message envoyé"),
        A.READ_MESSAGE: ("Marquer comme lu", "Message lu"),
    },
    "link": {
        A.ISSUE_LINK: (
            "Donner l’accès à l’espace personnel",
            "Lien personnel donné, valable jusqu’au {expires_on}",
        ),
        A.REVOKE_LINK: ("Retirer l’accès à l’espace personnel", "Lien personnel retiré"),
        A.EXPIRE_LINK: ("Fermer le lien expiré", "Lien personnel expiré"),
    },
    "document": {
        A.RECEIVE_DOCUMENT: ("Ajouter une pièce", "Pièce reçue : {document}"),
        A.CHECK_DOCUMENT: ("Analyser la pièce", "Pièce en cours d’analyse : {document}"),
        A.ACCEPT_DOCUMENT: ("Accepter la pièce", "Pièce acceptée : {document}"),
        A.REJECT_DOCUMENT: ("Rejeter la pièce", "Pièce rejetée : {document}, {document_reason}"),
        A.EXPIRE_DOCUMENT: ("Constater la péremption", "Pièce périmée : {document}"),
        A.REMOVE_DOCUMENT: ("Retirer la pièce", "Pièce retirée : {document}"),
    },
    "letter": {
        A.WRITE_LETTER: ("Préparer le courrier", "Courrier demandé : {letter}"),
        A.FINISH_LETTER: ("Mettre le courrier en page", "Courrier prêt : {letter}"),
        A.FAIL_LETTER: ("Signaler l’échec du courrier", "Mise en page du courrier échouée : {letter}"),
        A.RETRY_LETTER: ("Relancer la mise en page", "Mise en page du courrier relancée : {letter}"),
        A.SEND_LETTER: ("Noter l’envoi du courrier", "Courrier envoyé : {letter}, {channel}"),
        A.CANCEL_LETTER: ("Annuler le courrier", "Courrier annulé : {letter}"),
    },
    "application": {
        A.RECORD_CONTACT: (
            "Enregistrer un premier contact",
            "Premier contact enregistré, origine : {origin}",
            "Premier contact enregistré",
        ),
        A.REFER_PERSON: ("Orienter une personne", "Personne orientée par un partenaire"),
        A.REQUEST_ONLINE: ("Demander à être rappelé", "Demande faite en ligne par la personne"),
        A.EXPLAIN_MICROCREDIT: ("Noter les explications données", "Microcrédit accompagné expliqué"),
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
        ),
        A.CHECK_RIGHTS: ("Vérifier les droits ordinaires", "Droits ordinaires vérifiés"),
        A.OVERRIDE_FINDING: ("Passer outre avec un motif", "Constat levé avec motif"),
        A.CANCEL_OVERRIDE: ("Rétablir le constat", "Constat rétabli"),
        A.WAIVE_DOCUMENT: ("Dispenser d’une pièce", "Dispense de pièce : {document}"),
        A.COMPLETE_STUDY: (
            "Terminer l’étude",
            "Étude terminée, préconisation : {recommendation}",
            "Étude terminée",
        ),
        A.RETURN_TO_STUDY: ("Reprendre l’étude", "Étude reprise : {study_reason}", "Étude reprise"),
        A.REORIENT: ("Réorienter la personne", "Personne réorientée : {reorientation}"),
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
    "loan": {
        A.DISBURSE: ("Enregistrer le déblocage", "Prêt débloqué : {amount}"),
        A.IMPORT_SCHEDULE: ("Enregistrer l’échéancier de la banque", "Échéancier de la banque enregistré"),
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
        A.LINK_AID: ("Rattacher une aide", "Aide rattachée à la difficulté : {aid}"),
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
        A.REQUEST_AID: ("Demander une aide", "Aide demandée : {aid}"),
        A.GRANT_AID: ("Accorder l’aide", "Aide accordée : {aid}, {amount}", "Aide accordée : {aid}"),
        A.REFUSE_AID: ("Refuser l’aide", "Aide refusée : {aid}"),
        A.END_AID: ("Terminer l’aide", "Aide terminée : {aid}"),
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
    "scheme": {
        A.DRAFT_SCHEME: ("Préparer le dispositif", "Dispositif préparé"),
        A.EDIT_SCHEME: ("Modifier le projet de dispositif", "Projet de dispositif modifié"),
        A.PUT_SCHEME_IN_FORCE: ("Mettre en vigueur", "Dispositif en vigueur à partir du {from_on}"),
        A.REPLACE_SCHEME: ("Remplacer le dispositif", "Version remplacée à partir du {from_on}"),
        A.DROP_SCHEME: ("Abandonner le projet de dispositif", "Projet de dispositif abandonné"),
    },
    "partner": {
        A.ADD_PARTNER: ("Ajouter un partenaire", "Partenaire ajouté"),
        A.UPDATE_PARTNER: ("Modifier le partenaire", "Partenaire mis à jour"),
        A.RETIRE_PARTNER: ("Retirer le partenaire", "Partenaire retiré de l’annuaire"),
        A.RESTORE_PARTNER: ("Rétablir le partenaire", "Partenaire rétabli dans l’annuaire"),
    },
    "agreement": {
        A.SIGN_AGREEMENT: ("Enregistrer une convention", "Convention signée, en vigueur le {from_on}"),
        A.AMEND_AGREEMENT: ("Enregistrer un avenant", "Avenant signé, en vigueur le {from_on}"),
        A.END_AGREEMENT: ("Mettre fin à la convention", "Convention terminée le {until_on}"),
    },
    "organisation": {
        A.SET_UP_ORGANISATION: ("Créer l’organisation", "Organisation créée"),
        A.CHANGE_SETTINGS: ("Modifier les réglages", "Réglages modifiés"),
        A.RECORD_USURY_THRESHOLD: (
            "Enregistrer les seuils de l’usure",
            "Seuils de l’usure enregistrés à partir du {from_on}",
        ),
    },
    "invitation": {
        A.INVITE_MEMBER: ("Inviter un membre", "Invitation envoyée"),
        A.RENEW_INVITATION: ("Renvoyer l’invitation", "Invitation renvoyée"),
        A.ACCEPT_INVITATION: ("Accepter l’invitation", "Invitation acceptée"),
        A.REVOKE_INVITATION: ("Annuler l’invitation", "Invitation annulée"),
        A.EXPIRE_INVITATION: ("Constater l’expiration", "Invitation expirée"),
    },
    "membership": {
        A.CHANGE_ROLES: ("Modifier les rôles", "Rôles modifiés"),
        A.SUSPEND_MEMBER: ("Suspendre l’accès", "Accès suspendu"),
        A.RESTORE_MEMBER: ("Rétablir l’accès", "Accès rétabli"),
        A.END_MEMBERSHIP: ("Mettre fin à l’accès", "Accès terminé"),
    },
}


def _texts() -> Iterator[tuple[Act, ActText]]:
    for subject, rows in TEXTS.items():
        for act, (label, sentence, *short) in rows.items():
            yield act, ActText(typeset(label), typeset(sentence), subject, *map(typeset, short))


ACTS: Mapping[Act, ActText] = MappingProxyType(dict(_texts()))
