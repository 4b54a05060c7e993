"""Papers to bring: one page each, laid out once for the whole demonstration, saying what they stand for."""

from functools import cache

import typst

from etrier.domain.lifecycle import CODE_LABELS

PAGE = """#set document(title: sys.inputs.title)
#set page(paper: "a6", margin: 12mm)
#set text(lang: "fr", size: 11pt)
= #sys.inputs.title
Pièce fictive de la démonstration d’Étrier : elle ne concerne personne.
"""


@cache
def paper(kind: str) -> bytes:
    """The bytes of a paper of this kind."""
    title = CODE_LABELS["document"].get(kind, "pièce du dossier").capitalize()
    content = typst.compile(PAGE.encode(), sys_inputs={"title": title})
    if not isinstance(content, bytes):
        raise TypeError("one page makes one file")
    return content
