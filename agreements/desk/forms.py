"""Forms of the coordinators' desk: each decision with its reason, and a person named by address or number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from web.fields.texts import ProseField
from web.forms import in_page


class ReasonForm(forms.Form):
    """Why something is decided. What the reason is for stands in `help_texts` of the subclasses."""

    reason = ProseField(
        label=gettext_lazy("Why"),
        max_length=1000,
        error_messages={"required": gettext_lazy("Write why.")},
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )
    reason_help: Any = ""
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Lay out the fields; the page carries the form element and the buttons."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = self.reason_help
        self.order_fields(["person", "reason"])
        self.helper = in_page()


class VoidForm(ReasonForm):
    """Why an agreement is taken back."""

    reason_help = gettext_lazy("Mentor and mentee read this. All signatures so far become void.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Say what is missing in the words of this decision."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Write why, so that they know what to change.")


class WaiveForm(ReasonForm):
    """Why an agreement does without a signature."""

    reason_help = gettext_lazy("The reason and your name are on the certificate of the signed agreement.")


class ConfirmForm(ReasonForm):
    """How a coordinator knows that a disputed signature is right."""

    reason_help = gettext_lazy("How you know: who you talked to, and when. It stays with the agreement.")


class LookAgainForm(forms.Form):
    """Whether a coordinator looks into a signature once more."""

    REOPEN, KEEP = "reopen", "keep"
    choice = forms.ChoiceField(
        label=gettext_lazy("What do you want to do?"),
        choices=[
            (REOPEN, gettext_lazy("Look into it again. The agreement is on hold until you have decided.")),
            (KEEP, gettext_lazy("Keep the earlier decision.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Lay out the field; the page carries the form element and the buttons."""
        super().__init__(*args, **kwargs)
        self.helper = in_page()


class SignerForm(forms.Form):
    """Someone from the directory, by work address or employee number."""

    person = forms.CharField(
        label=gettext_lazy("Who should sign"),
        max_length=254,
        help_text=gettext_lazy("Work address or employee number, as in the directory."),
        error_messages={"required": gettext_lazy("Choose someone from the directory.")},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Lay out the field; the page carries the form element and the buttons."""
        super().__init__(*args, **kwargs)
        self.helper = in_page()

    def clean_person(self) -> User:
        """Find the person, or say that nobody is found."""
        typed = self.cleaned_data["person"].strip()
        people = User.objects.employed(timezone.localdate()).filter(Q(email=typed.lower()) | Q(employee_number=typed))
        person = people.select_related("site").first()
        if person is None:
            raise forms.ValidationError(
                _("No one who works here now has the address or number “%(typed)s”.") % {"typed": typed}
            )
        return person


class HandOverForm(SignerForm, ReasonForm):
    """Who is asked instead of someone, and why."""

    reason_help = gettext_lazy("The reason and both names are on the certificate of the signed agreement.")
