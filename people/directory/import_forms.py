"""Forms of the directory import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.directory import fields
from people.directory.fields import Field
from people.directory.ordering import merge_levels
from people.directory.reading import LARGEST
from people.directory.values import DateForm
from people.errors import PeopleError
from people.models import Level
from web.fields.texts import PAGE, ProseField

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.forms import BoundField
    from django.http import QueryDict

    from people.directory.planning import ImportPlan
    from people.directory.reading import DirectoryTable
    from people.models import DirectoryImport

SAMPLES = 3
LONGEST_SAMPLE = 40


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Staff list"),
        help_text=_("CSV in UTF-8, as Excel saves it under “CSV UTF-8”. The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is too large before it is read into memory."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than %(size)s MB. Split it.") % {"size": LARGEST >> 20})
        return file


class ColumnsForm(forms.Form):
    """One choice for each column: what it is taken as."""

    def __init__(self, table: DirectoryTable, record: DirectoryImport, data: QueryDict | None = None) -> None:
        """Offer every column of the table that may be read, chosen as the record has it."""
        super().__init__(data)
        self.headers = [header for header in table.headers if header and header not in table.refused]
        samples = self._samples(table)
        for number, header in enumerate(self.headers):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=header,
                choices=[("", _("Not imported")), *Field.choices],
                required=False,
                initial=record.mapping.get(header, ""),
                help_text=_("For example: %s") % ", ".join(samples[header]) if samples[header] else "",
            )
        self.fields["date_form"] = forms.ChoiceField(
            label=_("How are dates written?"), choices=DateForm.choices, initial=record.date_form
        )

    @staticmethod
    def _samples(table: DirectoryTable) -> dict[str, list[str]]:
        """Return some texts of each column whose name we know. What others hold is not shown unasked (H-08)."""
        samples: dict[str, list[str]] = {header: [] for header in table.headers}
        for row in table.rows[:50]:
            for header, cell in zip(table.headers, row.cells, strict=False):
                if cell and fields.field_of(header) and cell not in samples[header] and len(samples[header]) < SAMPLES:
                    samples[header].append(cell[:LONGEST_SAMPLE])
        return samples

    def columns(self) -> list[BoundField]:
        """The choices, in the order of the file."""
        return [self[f"column_{number}"] for number in range(len(self.headers))]

    def mapping(self) -> dict[str, Field]:
        chosen = ((header, self.cleaned_data[f"column_{number}"]) for number, header in enumerate(self.headers))
        return {header: Field(name) for header, name in chosen if name}

    def date_form(self) -> DateForm:
        """The form of dates that was chosen."""
        return DateForm(self.cleaned_data["date_form"])

    def clean(self) -> dict[str, Any]:
        """Explain what cannot work."""
        cleaned = super().clean() or {}
        if not self.errors:
            for problem in fields.mapping_problems(self.mapping()):
                self.add_error(None, problem)
        return cleaned


class LevelsForm(forms.Form):
    """All levels, one a line, lowest first."""

    levels = ProseField(
        label=_("Levels, lowest first, one per line"),
        help_text=_("The new ones are at the end. Move them to where they belong."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=PAGE,
    )

    def __init__(self, record: DirectoryImport, plan: ImportPlan, data: QueryDict | None = None) -> None:
        """Propose the present order with the new levels behind it."""
        self.present = list(Level.objects.order_by("rank").values_list("name", flat=True))
        proposed = list(record.levels or self.present)
        proposed += [level for level in plan.unknown_levels if level not in proposed]
        super().__init__(data, initial={"levels": "\n".join(proposed)})

    def clean_levels(self) -> list[str]:
        """Return the order, if it fits the present one."""
        levels = [line.strip() for line in self.cleaned_data["levels"].splitlines() if line.strip()]
        try:
            merge_levels(self.present, levels)
        except PeopleError as error:
            raise forms.ValidationError(str(error)) from error
        return levels
