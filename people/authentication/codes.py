"""Codes that people get by mail and type: how they are made, and how a typed or pasted one is read.

A code is not kept anywhere. What stands in the session and in the outbox is its ticket, a random text; the code is
made out of it with the key ring each time, so that the database alone tells nobody a code that works. A code that was
mailed under an earlier SECRET_KEY is accepted as long as that one stands among the fallbacks.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from web import key_ring

PURPOSE = "sign-in code"
# Without vowels, so that no word comes out, and without letters that look like another (RFC 8628, 6.1).
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
HALF = 4
LONGEST_TYPED = 500
CODE = re.compile(rf"(?<![A-Z0-9])([{ALPHABET}]{{{HALF}}})[\s-]*([{ALPHABET}]{{{HALF}}})(?![A-Z0-9])")


def new_ticket() -> str:
    """Return what a new code is made from."""
    return secrets.token_urlsafe(24)


def code_of(ticket: str) -> str:
    """Return the code of a ticket as it stands in the mail, such as BCDF-GHJK."""
    return _written(key_ring.digest(ticket, purpose=PURPOSE))


def codes_of(ticket: str) -> list[str]:
    """Return every code that may have been mailed for a ticket, one for each key on the ring; none without a ticket."""
    return [_written(digest) for digest in key_ring.digests(ticket, purpose=PURPOSE)] if ticket else []


def _written(digest: str) -> str:
    """Write a digest in the letters of a code; of 256 bits the rest of the division does not show."""
    number, letters = int(digest, 16), ""
    for _position in range(2 * HALF):
        number, letter = divmod(number, len(ALPHABET))
        letters += ALPHABET[letter]
    return f"{letters[:HALF]}-{letters[HALF:]}"


def read_code(text: str) -> str:
    """Return the eight letters of the code in what someone typed or pasted, be it the whole mail.

    Where none is seen, it returns the bare letters and digits of it all.
    """
    plain = _plain(text)
    digits = CODE.search(plain)
    return "".join(digits.groups()) if digits else re.sub(r"[^A-Z0-9]", "", plain.rpartition(":")[2])


def read_digits(text: str) -> str:
    """Return the digits of a code that has no letters, as apps and recovery codes have, whatever they are written in."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text if unicodedata.decimal(sign, None) is not None)


def _plain(text: str) -> str:
    """Capitals, one kind of dash and of blank, no full-width forms and nothing that cannot be seen."""
    seen = (sign for sign in unicodedata.normalize("NFKC", text).upper() if unicodedata.category(sign) != "Cf")
    return "".join("-" if unicodedata.category(sign) == "Pd" or sign == "−" else sign for sign in seen)
