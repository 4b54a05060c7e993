"""Finding a file by the beginning of words: normalised, indexed, the same for names and numbers."""

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Q

from etrier.database.reading import rows_where
from etrier.database.writing import add_all
from etrier.files.models import File, Files, SearchWord

WORD = re.compile(r"[0-9a-z]+")
GROUPED = re.compile(r"(?<=\d)[\s./-]+(?=\d)")
MAX_WORDS = 6


def words(text: str) -> list[str]:
    """« Léa Ben-Amar » → lea, ben, amar: without accents or case, in order, once each."""
    spelled = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    folded = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    return list(dict.fromkeys(word[:80] for word in WORD.findall(folded)))


def index(file: File, texts: Iterable[str], *, new: bool = False) -> None:
    """Make a file found by these texts, and no longer by former ones; its number is always one.

    A `new` file has no former ones.
    """
    wanted = set(words(" ".join(texts))) | {
        file.number.replace("-", ""),
        str(file.year),
        f"{file.sequence:04d}",
    }
    known = set() if new else {one.word for one in rows_where(SearchWord, file=file)}
    if former := known - wanted:
        SearchWord.objects.filter(file=file, word__in=former).delete()
    add_all(
        SearchWord(organisation_id=file.organisation_id, file=file, word=word)
        for word in sorted(wanted - known)
    )


def found(files: Files, query: str) -> Files:
    """The files that have, for each word of the query, a word that begins so.

    Digits in groups are one word, as telephones (06 39 98 12 34) and dates (16/02/1988) are indexed.
    """
    asked = words(GROUPED.sub("", query))[:MAX_WORDS]
    if not asked:
        return files.none()
    for word in asked:
        files = files.filter(Q(pk__in=SearchWord.objects.filter(word__begins=word).values("file_id")))
    return files
