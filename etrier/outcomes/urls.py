from django.urls import path

from etrier.domain.lifecycle import Act
from etrier.outcomes.views import evaluations, orders, refunds

app_name = "outcomes"
ALL = "remboursements/"
ORDERS = f"{ALL}mandats/"
ORDER = f"{ORDERS}<uuid:payment_order>/"
ONE = "dossiers/<uuid:file>/remboursement/"
EVALUATIONS = "dossiers/<uuid:file>/bilans/"

urlpatterns = [
    path(ALL, orders.refunds, name="refunds"),
    path(f"{ALL}mandater/", orders.order_several, name="order_refunds"),
    path(ORDERS, orders.orders, name="orders"),
    path(ORDER, orders.payment_order, name="payment_order"),
    path(f"{ORDER}mandat.csv", orders.payment_order_file, name="payment_order_file"),
    path(f"{ORDER}paye/", orders.confirm_order_paid, name="confirm_order_paid"),
    path(ONE, refunds.show_refund, name="refund"),
    path(f"{ONE}ouvrir/", refunds.open_refund, name="open_refund"),
    path(f"{ONE}demander-le-rib/", refunds.ask_bank_details, name="ask_bank_details"),
    path(f"{ONE}rib/", refunds.record_bank_details, name="record_bank_details"),
    path(f"{ONE}commission/", refunds.send_refund_to_committee, name="send_refund_to_committee"),
    path(f"{ONE}approuver/", refunds.confirm, {"act": Act.APPROVE_REFUND}, name="approve_refund"),
    path(f"{ONE}ajourner/", refunds.confirm, {"act": Act.ADJOURN_REFUND}, name="adjourn_refund"),
    path(f"{ONE}refuser/", refunds.refuse_refund, name="refuse_refund"),
    path(
        f"{ONE}exception/",
        refunds.with_motive,
        {"act": Act.GRANT_REFUND_BY_EXCEPTION},
        name="grant_refund_by_exception",
    ),
    path(f"{ONE}recours/", refunds.lodge_appeal, name="lodge_appeal"),
    path(f"{ONE}recours/confirmer/", refunds.confirm, {"act": Act.UPHOLD_REFUSAL}, name="uphold_refusal"),
    path(f"{ONE}recours/revenir/", refunds.with_motive, {"act": Act.REVERSE_REFUSAL}, name="reverse_refusal"),
    path(f"{ONE}mandater/", refunds.confirm, {"act": Act.ORDER_REFUND}, name="order_refund"),
    path(f"{ONE}paye/", refunds.confirm_refund_paid, name="confirm_refund_paid"),
    path(f"{ONE}revenu/", refunds.return_refund, name="return_refund"),
    path(f"{ONE}clore/", refunds.confirm, {"act": Act.LAPSE_REFUND}, name="lapse_refund"),
    path(f"{ONE}rouvrir/", refunds.confirm, {"act": Act.REOPEN_REFUND}, name="reopen_refund"),
    path(EVALUATIONS, evaluations.evaluations, name="evaluations"),
    path(f"{EVALUATIONS}faire/", evaluations.record_evaluation, name="record_evaluation"),
]
