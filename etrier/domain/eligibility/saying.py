"""How criteria say what they find."""

from etrier.domain.eligibility.case import Finding, Severity
from etrier.domain.french import typeset


def finding(code: str, severity: Severity, sentence: str, **facts: str) -> Finding:
    return Finding(code, severity, typeset(sentence), **facts)


def blocking(code: str, sentence: str, **facts: str) -> Finding:
    return finding(code, Severity.BLOCKING, sentence, **facts)


def unknown(code: str, sentence: str, concerns: str) -> Finding:
    return finding(code, Severity.WARNING, sentence, concerns=concerns)
