"""Spaces as French printing wants them, so that texts can be written on an ordinary keyboard."""

import re

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"


def typeset(text: str) -> str:
    """No-break space before « : » and « · », and inside « »; narrow no-break space before « ; ! ? »."""
    text = re.sub(r" (?=[:»·])", NO_BREAK, text)
    text = re.sub(r"(?<=«) ", NO_BREAK, text)
    return re.sub(r" (?=[;!?])", NARROW_NO_BREAK, text)
