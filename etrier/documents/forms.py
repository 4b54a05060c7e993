"""What is typed about papers and letters."""

from typing import Any

from django import forms
from django.conf import settings

from etrier.documents.sniff import media_type
from etrier.domain.lifecycle import CODE_LABELS
from etrier.ui.fields import DayField
from etrier.ui.forms import EtrierForm

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.heic"


class PaperField(forms.FileField):
    """A PDF or a photo; judged by its bytes, not by its name."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Fichier")
        options.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPTED}))
        options.setdefault(
            "help_text", "PDF, JPEG, PNG ou HEIC, 10 Mo au plus. Masquez le numéro de sécurité sociale."
        )
        options.setdefault(
            "error_messages",
            {
                "required": "Choisissez un fichier.",
                "empty": "Ce fichier est vide : choisissez-en un autre.",
                "invalid": "Le fichier n’est pas arrivé : choisissez-le de nouveau.",
                "missing": "Le fichier n’est pas arrivé : choisissez-le de nouveau.",
            },
        )
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(
                "Ce fichier dépasse 10 Mo : réduisez-le ou envoyez-le en plusieurs parties."
            )
        content: bytes = upload.read()
        if media_type(content) is None:
            raise forms.ValidationError(
                "Ce fichier n’est ni un PDF ni une photo : envoyez un PDF, un JPEG ou un PNG."
            )
        return content


class ReceiveForm(EtrierForm):
    """A paper brought or sent."""

    kind_code = forms.ChoiceField(label="Quel papier ?")
    content = PaperField()
    dated_on = DayField(
        label="Date du papier", required=False, help_text="Elle sert à savoir s’il est encore valable."
    )

    def __init__(self, *arguments: Any, kinds: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind_code"].choices = kinds  # type: ignore[attr-defined]  # a ChoiceField


class RejectForm(EtrierForm):
    """Why a paper cannot serve."""

    reason = forms.ChoiceField(
        label="Pourquoi ?", choices=list(CODE_LABELS["document_reason"].items()), widget=forms.RadioSelect
    )


class SendForm(EtrierForm):
    """How a letter left."""

    channel = forms.ChoiceField(
        label="Comment est-il parti ?",
        choices=[
            (code, CODE_LABELS["channel"][code])
            for code in ("letter", "registered_letter", "email", "desk")
            if code in CODE_LABELS["channel"]
        ],
        widget=forms.RadioSelect,
    )
