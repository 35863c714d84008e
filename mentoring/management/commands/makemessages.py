"""Django's makemessages with what this project wants of it: one file for translators, with the words of our TOML files too."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.commands import makemessages

from mentoring.who_sees_what import texts_of as texts_of_the_matrix
from pool.joining.self_assessment import texts_of as texts_of_the_criteria

if TYPE_CHECKING:
    from collections.abc import Callable

# Files whose words are translated when they are shown; those of a survey are not: a translation is another instrument.
WORDS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "who_sees_what.toml": texts_of_the_matrix,
    "criteria.toml": texts_of_the_criteria,
}


class WordsFile(makemessages.BuildFile):
    """A file that xgettext cannot read as it is: its words are handed over as lines of Python."""

    def preprocess(self) -> None:
        """Write the words of a TOML file beside it, for xgettext; the rest is Django's."""
        path = Path(self.path)
        if path.suffix != ".toml":
            super().preprocess()
            return
        texts_of = WORDS.get(path.name)
        texts = texts_of(tomllib.loads(path.read_text(encoding="utf-8"))) if texts_of else []
        Path(self.work_path).write_text("".join(f"gettext_noop({text!r})\n" for text in texts), encoding="utf-8")


class Command(makemessages.Command):
    """`manage.py makemessages` writes locale/en/, from which translators begin."""

    build_file_class = WordsFile

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401 - as Django has it
        """Take our own choices where nobody made another one."""
        options["locale"] = options["locale"] or ["en"]
        options["extensions"] = options["extensions"] or ["html", "txt", "py", "toml"]
        options["ignore_patterns"] += [".venv", "var", "*/tests/*", "benchmarks", "launcher"]
        # Where a text stands changes every day, and would drown what has changed in it.
        options["no_location"] = options["no_obsolete"] = True
        super().handle(*args, **options)
