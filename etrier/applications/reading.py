"""Finding the request of a file, with what nearly every reader of it needs next."""

from etrier.applications.models import Application
from etrier.database.reading import attach, row_where
from etrier.files.models import File

SAID_APART = ("model",)
"""The text of a dispositif: long, and parsed once for all who ask (`Dispositif.parsed`)."""


def application_of(file_id: int) -> Application:
    """The request of a file, with its dispositif; `DoesNotExist` when there is none."""
    found = row_where(Application, file=file_id)
    if found is None:
        raise Application.DoesNotExist(f"file {file_id}")
    attach([found], "dispositif", apart=SAID_APART)
    return found


def request_of(file: File) -> Application | None:
    """The request of a file, with its dispositif and who borrows; None when there is none."""
    found = row_where(Application, file=file)
    if found is not None:
        attach([found], "dispositif", apart=SAID_APART)
        attach([found], "applicant", "co_borrower")
    return found
