"""Private notes were sealed alike for everybody; now each opens for its own owner and meeting alone."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import migrations

NONCE = 12
INFO = b"whetstone: private notes"


def cipher(secret):
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO).derive(secret.encode()))


def for_everybody(note):
    return INFO


def for_its_row(note):
    return f"13:private notes:owner {note.owner_id}, meeting {note.meeting_id}".encode()


def reseal(apps, before, after):
    """Seal each note anew with the present secret. What opens with none of them stays: it could not be read before."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    for note in apps.get_model("meetings", "PrivateNote").objects.iterator():
        sealed = bytes(note.sealed)
        for secret in secrets:
            try:
                text = cipher(secret).decrypt(sealed[:NONCE], sealed[NONCE:], before(note))
            except InvalidTag:
                continue
            nonce = os.urandom(NONCE)
            note.sealed = nonce + cipher(settings.SECRET_KEY).encrypt(nonce, text, after(note))
            note.save(update_fields=["sealed"])
            break


def bind(apps, schema_editor):
    reseal(apps, for_everybody, for_its_row)


def loosen(apps, schema_editor):
    reseal(apps, for_its_row, for_everybody)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_texts_have_a_length")]

    operations = [migrations.RunPython(bind, loosen)]
