from django.urls import path

from etrier.decisions.models import AnswerKind
from etrier.decisions.views import agenda, bank, consents, opinions, sealing, sessions
from etrier.domain.lifecycle import Act

app_name = "decisions"
BANK = "dossiers/<uuid:file>/banque/"
SENT = f"{BANK}<uuid:transmission>/"
CONSENTS = "dossiers/<uuid:file>/accords/"
BEFORE = "dossiers/<uuid:file>/commission/"
APPEAL = "dossiers/<uuid:file>/recours/"
ROOM = "commission/"
SESSION = f"{ROOM}<uuid:session>/"
ITEM = f"{SESSION}<uuid:agenda_item>/"

urlpatterns = [
    path(CONSENTS, consents.list_consents, name="consents"),
    path(f"{CONSENTS}recueillir/", consents.record_consent, name="record_consent"),
    path(f"{CONSENTS}<uuid:consent>/retirer/", consents.withdraw_consent, name="withdraw_consent"),
    path(BANK, bank.list_transmissions, name="transmissions"),
    path(f"{BANK}transmettre/", bank.transmit, name="transmit"),
    path(SENT, bank.show_transmission, name="transmission"),
    path(f"{SENT}imprimer/", bank.pack, name="pack"),
    path(f"{SENT}chiffrer/", sealing.seal_pack, name="seal_pack"),
    path(f"{SENT}chiffre/<uuid:sealed_pack>/", sealing.sealed_pack, name="sealed_pack"),
    path(f"{SENT}chiffre/<uuid:sealed_pack>/dossier.pdf", sealing.sealed_file, name="sealed_file"),
    path(f"{SENT}accord/", bank.enter_answer, {"kind": AnswerKind.ACCEPTED}, name="accept_request"),
    path(
        f"{SENT}contre-proposition/",
        bank.enter_answer,
        {"kind": AnswerKind.COUNTER_OFFER},
        name="make_counter_offer",
    ),
    path(f"{SENT}refus/", bank.enter_answer, {"kind": AnswerKind.REFUSED}, name="refuse_request"),
    path(f"{SENT}question/", bank.enter_answer, {"kind": AnswerKind.QUESTION}, name="ask_question"),
    path(f"{SENT}repondre/", bank.answer_question, name="answer_question"),
    path(f"{SENT}relancer/", bank.remind_bank, name="remind_bank"),
    path(f"{SENT}accepter/", bank.confirm, {"act": Act.ACCEPT_COUNTER_OFFER}, name="accept_counter_offer"),
    path(f"{SENT}decliner/", bank.confirm, {"act": Act.DECLINE_COUNTER_OFFER}, name="decline_counter_offer"),
    path(f"{SENT}retirer/", bank.confirm, {"act": Act.RECALL_TRANSMISSION}, name="recall_transmission"),
    path(f"{SENT}sans-reponse/", bank.confirm, {"act": Act.CLOSE_UNANSWERED}, name="close_unanswered"),
    path(f"{SENT}reprendre/", bank.confirm, {"act": Act.REOPEN_TRANSMISSION}, name="reopen_transmission"),
    path(f"{SENT}vendeur/", bank.reassure_seller, name="reassure_seller"),
    path(f"{SENT}message/", bank.send_message, name="send_message"),
    path(f"{SENT}messages-lus/", bank.read_messages, name="read_message"),
    path(f"{SENT}apres-refus/", bank.after_refusal, name="after_refusal"),
    path(ROOM, sessions.list_sessions, name="sessions"),
    path(f"{ROOM}convoquer/", sessions.convene_session, name="convene_session"),
    path(SESSION, sessions.show_session, name="session"),
    path(f"{SESSION}deplacer/", sessions.move_session, name="move_session"),
    path(f"{SESSION}presences/", sessions.record_attendance, name="record_attendance"),
    path(f"{SESSION}ouvrir/", sessions.confirm, {"act": Act.HOLD_SESSION}, name="hold_session"),
    path(f"{SESSION}clore/", sessions.confirm, {"act": Act.CLOSE_SESSION}, name="close_session"),
    path(f"{SESSION}annuler/", sessions.confirm, {"act": Act.CANCEL_SESSION}, name="cancel_session"),
    path(f"{SESSION}proces-verbal/", sessions.minutes, name="minutes"),
    path(ITEM, opinions.show_item, name="agenda_item"),
    path(f"{ITEM}imprimer/", opinions.print_item, name="sheet"),
    path(f"{ITEM}deport/", opinions.recuse_member, name="recuse_member"),
    path(f"{ITEM}favorable/", opinions.give_favourable_opinion, name="give_favourable_opinion"),
    path(f"{ITEM}conditions/", opinions.give_conditional_opinion, name="give_conditional_opinion"),
    path(f"{ITEM}ajourner/", opinions.adjourn_opinion, name="adjourn_opinion"),
    path(f"{ITEM}defavorable/", opinions.give_unfavourable_opinion, name="give_unfavourable_opinion"),
    path(f"{ITEM}rectifier/", opinions.rectify_opinion, name="rectify_opinion"),
    path(BEFORE, agenda.list_opinions, name="opinions"),
    path(f"{BEFORE}inscrire/", agenda.put_on_agenda, name="put_on_agenda"),
    path(f"{BEFORE}<uuid:agenda_item>/retirer/", agenda.withdraw_from_agenda, name="withdraw_from_agenda"),
    path(f"{BEFORE}<uuid:agenda_item>/notifier/", agenda.notify_opinion, name="notify_opinion"),
    path(f"{BEFORE}<uuid:agenda_item>/condition/", agenda.meet_condition, name="meet_condition"),
    path(f"{BEFORE}<uuid:agenda_item>/recours/", agenda.lodge_appeal, name="lodge_appeal"),
    path(f"{APPEAL}<uuid:appeal>/accuser/", agenda.acknowledge_appeal, name="acknowledge_appeal"),
    path(f"{APPEAL}<uuid:appeal>/inscrire/", agenda.put_appeal_on_agenda, name="put_appeal_on_agenda"),
    path(f"{APPEAL}<uuid:appeal>/irrecevable/", agenda.dismiss_appeal, name="dismiss_appeal"),
    path(f"{APPEAL}<uuid:appeal>/abandon/", agenda.withdraw_appeal, name="withdraw_appeal"),
]
