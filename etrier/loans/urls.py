from django.urls import path

from etrier.domain.lifecycle import Act
from etrier.loans.views import account, charters, default, measures, offers, portfolio

app_name = "loans"
FILE = "dossiers/<uuid:file>/"
OFFER, CHARTER, LOAN = f"{FILE}offre/", f"{FILE}charte/", f"{FILE}pret/"
MEASURES = f"{LOAN}mesures/"

urlpatterns = [
    path("prets/", portfolio.list_loans, name="loans"),
    path("dispositif/usure/", portfolio.usury, name="usury"),
    path("dispositif/usure/ajouter/", portfolio.record_usury, name="record_usury_threshold"),
    path(
        "dispositif/usure/<uuid:threshold>/corriger/",
        portfolio.correct_usury,
        name="correct_usury_threshold",
    ),
    path(OFFER, offers.show_offer, name="offer"),
    path(f"{OFFER}enregistrer/", offers.issue_offer, name="issue_offer"),
    path(f"{OFFER}remplacer/", offers.replace_offer, name="replace_offer"),
    path(f"{OFFER}signer/", offers.sign_offer, name="sign_offer"),
    path(f"{OFFER}decliner/", offers.confirm, {"act": Act.DECLINE_OFFER}, name="decline_offer"),
    path(f"{OFFER}caduque/", offers.confirm, {"act": Act.LAPSE_OFFER}, name="lapse_offer"),
    path(f"{OFFER}debloquer/", offers.disburse, name="disburse"),
    path(f"{OFFER}retractation/", offers.undo, {"act": Act.RETRACT_LOAN}, name="retract_loan"),
    path(f"{OFFER}vente-annulee/", offers.undo, {"act": Act.CANCEL_SALE}, name="cancel_sale"),
    path(CHARTER, charters.show_charter, name="charter"),
    path(f"{CHARTER}etablir/", charters.draw_up_charter, name="draw_up_charter"),
    path(f"{CHARTER}signer/", charters.sign_charter, name="sign_charter"),
    path(f"{CHARTER}signer/", charters.sign_charter, name="complete_charter"),
    path(f"{CHARTER}annuler/", charters.cancel_charter, name="cancel_charter"),
    path(LOAN, account.show_account, name="account"),
    path(f"{LOAN}echeancier/", account.print_schedule, name="schedule"),
    path(f"{LOAN}echeancier-banque/", account.import_schedule, name="import_schedule"),
    path(f"{LOAN}paiement/", account.report_paid, name="report_paid"),
    path(f"{LOAN}impaye/", account.report_unpaid, name="report_unpaid"),
    path(f"{LOAN}releve/", account.record_report, name="record_report"),
    path(f"{LOAN}anticipe/", account.repay_early, name="repay_early"),
    path(f"{LOAN}annuler-mouvement/", account.reverse_movement, name="reverse_movement"),
    path(MEASURES, measures.simulate_measure, name="simulate_measure"),
    path(f"{MEASURES}accorder/", measures.grant_measure, name="grant_measure"),
    path(f"{MEASURES}accorder-autrement/", measures.grant_otherwise, name="grant_otherwise"),
    path(f"{MEASURES}refuser/", measures.refuse_measure, name="refuse_measure"),
    path(f"{MEASURES}<uuid:measure>/", measures.show_measure, name="measure"),
    path(f"{MEASURES}<uuid:measure>/demander/", measures.request_measure, name="request_measure"),
    path(f"{MEASURES}<uuid:measure>/renoncer/", measures.withdraw_measure, name="withdraw_measure"),
    *(
        path(f"{LOAN}{address}/", default.fact_on_loan, {"act": act}, name=act.value)
        for act, address in (
            (Act.CONFIRM_REPAID, "solde"),
            (Act.CANCEL_CONFIRMATION, "annuler-confirmation"),
            (Act.RETURN_CAPITAL, "restitution"),
            (Act.WARN_FICP, "avertissement"),
            (Act.RECORD_OVERINDEBTEDNESS, "surendettement"),
            (Act.ACCELERATE, "decheance"),
            (Act.REINSTATE, "decheance-levee"),
            (Act.CALL_GUARANTEE, "garantie/appel"),
            (Act.PAY_CALL, "garantie/paiement"),
            (Act.REFUSE_CALL, "garantie/refus"),
            (Act.RECORD_RECOVERY, "recouvrement"),
            (Act.CLOSE_WITH_LOSS, "perte"),
        )
    ),
]
