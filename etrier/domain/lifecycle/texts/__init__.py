"""Button and journal sentence of each act, by the thing it is told of: (label, sentence, short)."""

from etrier.domain.lifecycle.texts import house, repayment, request

TEXTS = {**request.TEXTS, **repayment.TEXTS, **house.TEXTS}
