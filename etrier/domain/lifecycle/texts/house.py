"""The file, its persons and papers; the dispositif, the partners, the members."""

from etrier.domain.lifecycle.acts import Act
from etrier.domain.lifecycle.acts import Act as A

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
        A.UPDATE_PROTECTION: ("Modifier la protection juridique", "Protection juridique mise à jour"),
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
        A.RECEIVE_DOCUMENT: ("Ajouter une pièce", "Pièce reçue : {document}", "Pièce reçue"),
        A.CHECK_DOCUMENT: (
            "Analyser la pièce",
            "Pièce en cours d’analyse : {document}",
            "Pièce en cours d’analyse",
        ),
        A.ACCEPT_DOCUMENT: ("Accepter la pièce", "Pièce acceptée : {document}", "Pièce acceptée"),
        A.REJECT_DOCUMENT: (
            "Rejeter la pièce",
            "Pièce rejetée : {document}, {document_reason}",
            "Pièce rejetée",
        ),
        A.EXPIRE_DOCUMENT: ("Constater la péremption", "Pièce périmée : {document}", "Pièce périmée"),
        A.REMOVE_DOCUMENT: ("Retirer la pièce", "Pièce retirée : {document}", "Pièce retirée"),
    },
    "letter": {
        A.WRITE_LETTER: ("Préparer le courrier", "Courrier demandé : {letter}"),
        A.FINISH_LETTER: ("Mettre le courrier en page", "Courrier prêt : {letter}"),
        A.FAIL_LETTER: ("Signaler l’échec du courrier", "Mise en page du courrier échouée : {letter}"),
        A.RETRY_LETTER: ("Relancer la mise en page", "Mise en page du courrier relancée : {letter}"),
        A.SEND_LETTER: ("Noter l’envoi du courrier", "Courrier envoyé : {letter}, {channel}"),
        A.CANCEL_LETTER: ("Annuler le courrier", "Courrier annulé : {letter}"),
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
    "bank": {
        A.REGISTER_BANK: ("Enregistrer une banque", "Banque enregistrée"),
        A.UPDATE_BANK: ("Modifier la banque", "Banque mise à jour"),
    },
    "account_request": {
        A.ASK_ACCOUNT: ("Demander un compte", "Compte demandé pour un conseiller bancaire"),
        A.GRANT_ACCOUNT: ("Inviter ce conseiller", "Compte accordé à un conseiller bancaire"),
        A.DECLINE_ACCOUNT: ("Refuser la demande", "Compte refusé à un conseiller bancaire"),
        A.CANCEL_ACCOUNT_REQUEST: ("Annuler la demande", "Demande de compte annulée"),
    },
    "agreement": {
        A.SIGN_AGREEMENT: ("Enregistrer une convention", "Convention signée, en vigueur le {from_on}"),
        A.AMEND_AGREEMENT: ("Enregistrer un avenant", "Avenant signé, en vigueur le {from_on}"),
        A.END_AGREEMENT: ("Mettre fin à la convention", "Convention terminée le {until_on}"),
    },
    "organisation": {
        A.SET_UP_ORGANISATION: ("Ouvrir une organisation", "Organisation ouverte"),
        A.CHANGE_SETTINGS: ("Modifier les réglages", "Réglages modifiés"),
    },
    "usury_threshold": {
        A.RECORD_USURY_THRESHOLD: (
            "Enregistrer les seuils de l’usure",
            "Seuils de l’usure enregistrés à partir du {from_on}",
        ),
        A.CORRECT_USURY_THRESHOLD: (
            "Corriger les seuils de l’usure",
            "Seuils de l’usure à partir du {from_on} corrigés",
        ),
    },
    "year_totals": {
        A.RECORD_YEAR_TOTALS: ("Saisir les totaux de l’année", "Totaux de l’année {year} saisis"),
        A.CORRECT_YEAR_TOTALS: ("Corriger les totaux de l’année", "Totaux de l’année {year} corrigés"),
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
