"""Nouns of the end: the refund, the order that pays it, the evaluation."""

from etrier.outcomes.models.evaluations import Evaluation, EvaluationAnswer
from etrier.outcomes.models.orders import PaymentOrder, PaymentOrderLine
from etrier.outcomes.models.refunds import HOLDERS, Refund

__all__ = ["HOLDERS", "Evaluation", "EvaluationAnswer", "PaymentOrder", "PaymentOrderLine", "Refund"]
