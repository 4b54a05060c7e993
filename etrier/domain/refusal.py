"""A rule that cannot be applied says why: a code for programs, a sentence for people."""

from etrier.domain.french import typeset


class Refused(Exception):
    """Raised when terms, a flow or a measure make no sense; the French sentence is ready to be shown."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = typeset(sentence)

    def __str__(self) -> str:
        return self.sentence
