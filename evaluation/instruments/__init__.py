"""What people are asked: one file for each survey point, in words that an organisation can read and replace.

Each file carries source, licence, language, scoring and a note on validation, and each question its Kirkpatrick
level (D-10, D-11). A file that lacks one of them stops the start of the program.
"""

from evaluation.instruments.loader import (
    Instrument,
    InstrumentError,
    SurveyQuestion,
    all_instruments,
    instrument_for,
    questions_for,
    read,
)
from evaluation.instruments.scales import LEVELS, SCALES, Scale

__all__ = [
    "LEVELS",
    "SCALES",
    "Instrument",
    "InstrumentError",
    "Scale",
    "SurveyQuestion",
    "all_instruments",
    "instrument_for",
    "questions_for",
    "read",
]
