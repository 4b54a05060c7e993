"""Finding the request of a file, with what nearly every reader of it needs next."""

from collections.abc import Iterable

from etrier.applications.models import Application
from etrier.database.reading import attach, row_where, rows_among
from etrier.files.models import File

LONG = ("model",)
"""The text of a dispositif: long, and parsed once for all who ask (`Dispositif.parsed`)."""


def application_of(file_id: int) -> Application:
    """The request of a file, with its dispositif; `DoesNotExist` when there is none."""
    found = request_of(file_id)
    if found is None:
        raise Application.DoesNotExist(f"file {file_id}")
    return found


def request_of(file: File | int) -> Application | None:
    """The request of a file (or of its key), with its dispositif; None when there is none."""
    found = row_where(Application, file=file)
    if found is not None:
        attach([found], "dispositif", apart=LONG)
    return found


def requests_of(files: Iterable[File]) -> dict[int, Application]:
    """The requests of these files, by key of their file, with their dispositifs."""
    found = rows_among(Application, "file", [file.pk for file in files], ordered=False)
    attach(found, "dispositif", apart=LONG)
    return {one.file_id: one for one in found}
