from django.urls import path

from etrier.decisions.models import AnswerKind
from etrier.decisions.views import bank, consents
from etrier.domain.lifecycle import Act

app_name = "decisions"
BANK = "dossiers/<uuid:file>/banque/"
SENT = f"{BANK}<uuid:transmission>/"
CONSENTS = "dossiers/<uuid:file>/accords/"

urlpatterns = [
    path(CONSENTS, consents.list_consents, name="consents"),
    path(f"{CONSENTS}recueillir/", consents.record_consent, name="record_consent"),
    path(f"{CONSENTS}<uuid:consent>/retirer/", consents.withdraw_consent, name="withdraw_consent"),
    path(BANK, bank.list_transmissions, name="transmissions"),
    path(f"{BANK}transmettre/", bank.transmit, name="transmit"),
    path(SENT, bank.show_transmission, name="transmission"),
    path(f"{SENT}imprimer/", bank.pack, name="pack"),
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
]
