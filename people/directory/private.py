"""Columns that no import reads: pay, health, judgement, who people are, where they live (E-17, H-08).

Found by what their names mean, in English, German, French and Spanish, whatever their case and however their words are
joined: “JahresGehaltBrutto”, “race_desc” and “Bruttogehalt” as well as “Gross pay”.
"""

from __future__ import annotations

import re
import unicodedata

# Words by themselves. In other words these letters mean other things: “language” holds “age”.
WORDS = (
    "age", "sex", "race", "race desc", "racial", "tax", "bank", "iban", "ssn", "dob", "union", "zip", "zip code", "wage", "wages", "sick",
    "belief", "beliefs", "identity", "characteristics", "passport", "visa status", "potential", "orientation", "latino", "citizen",
    "citizenship", "account number", "social security", "national insurance", "home address", "private address", "address line",
    "residential address", "home city", "home town", "home phone", "private phone", "private email", "personal email", "street",
    "postcode", "post code", "postal code", "term reason", "termination reason", "reason for leaving", "leaving reason", "bonus",
    "sante", "paie", "prime annuelle", "sexe", "genre", "handicap", "note annuelle", "code postal", "etat civil", "situation familiale",
    "adresse personnelle", "adresse privee", "domicile",
    "salud", "edad", "sexo", "genero", "raza", "nomina", "domicilio", "codigo postal", "estado civil", "direccion particular", "sindicato",
    "geb", "alter", "rasse", "plz", "iban nummer", "steuer id", "steuernummer", "strasse",
)  # fmt: skip
# Beginnings of words.
BEGINNINGS = ("pay(?!roll)", "paid", "race(?:desc|code|id)", "sex(?:desc|code|id)", "dob", "geb(?:dat|tag|ort)", "bonus", "citizen", "wage", "rating", "earnings")  # fmt: skip
# Wherever they stand, alone or in a longer word.
PARTS = (
    "salar", "compensation", "remunera", "income", "stipend", "gehalt", "gehaelt", "entgelt", "lohn", "verguetung",
    "vergutung", "besoldung", "bezuege", "salaire", "sueldo",
    "health", "medical", "illness", "sickness", "sickleave", "sick leave", "absence", "absentee", "pregnan", "disab", "gesundheit", "krank",
    "behinder", "schwanger", "fehlzeit", "fehltag", "maladie", "enfermedad", "discapacidad", "grossesse", "embarazo",
    "performance", "apprais", "disciplin", "beurteilung", "bewertung", "abmahnung", "leistungs", "evaluation", "evaluacion",
    "desempen", "engagement survey", "satisfaction", "days ?late",
    "gender", "ethnic", "ethnie", "etnia", "hispanic", "religio", "marital", "birth", "nationalit", "veteran", "geschlecht", "geburt",
    "konfession", "familienstand", "staatsang", "herkunft", "sexual", "naissance", "nacimiento", "nacionalidad", "ethnizitat", "ethnizitaet",
    "wohnort", "wohnanschrift", "privatadresse", "privatanschrift", "anschrift", "postleitzahl", "privattelefon",
)  # fmt: skip
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PRIVATE = re.compile(rf"\b(?:{'|'.join(WORDS)}|\w+pay)\b|\b(?:{'|'.join(BEGINNINGS)})|{'|'.join(PARTS)}")


def words_of(header: str) -> str:
    """Return the words of a header in lower case, joined ones apart and without accents."""
    composed = unicodedata.normalize("NFKC", header)
    apart = _JOINED.sub(" ", composed).casefold()
    bare = "".join(char for char in unicodedata.normalize("NFKD", apart) if unicodedata.category(char) != "Mn")
    return " ".join(re.findall(r"[^\W_]+", bare))


def speaks_of_private_matters(header: str) -> bool:
    """Tell whether a column of this name may hold what is nobody's business here."""
    apart = words_of(header)
    return bool(_PRIVATE.search(apart) or _PRIVATE.search(words_of(header.casefold())))
