"""Seeds of second steps lay in the database as they are; each is sealed for its owner alone."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import migrations

NONCE = 12
PURPOSE = "seeds of second steps"
SEEDS = ("secret", "seed")


def cipher(secret):
    info = f"whetstone: {PURPOSE}".encode()
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode()))


def bound_to(owner):
    return f"{len(PURPOSE)}:{PURPOSE}:person {owner}".encode()


def rewrite(apps, change):
    for row in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn").iterator():
        found = {name: row.data[name] for name in SEEDS if isinstance(row.data.get(name), str)}
        for name, seed in found.items():
            row.data[name] = change(seed, row.user_id)
        if found:
            row.save(update_fields=["data"])


def sealed(seed, owner):
    if seed.startswith("sealed:"):
        return seed
    nonce = os.urandom(NONCE)
    text = nonce + cipher(settings.SECRET_KEY).encrypt(nonce, seed.encode(), bound_to(owner))
    return f"sealed:{owner}:{base64.b64encode(text).decode()}"


def opened(seed, owner):
    if not seed.startswith("sealed:"):
        return seed
    text = base64.b64decode(seed.split(":")[2])
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return cipher(secret).decrypt(text[:NONCE], text[NONCE:], bound_to(owner)).decode()
        except InvalidTag:
            continue
    return seed


def seal(apps, schema_editor):
    rewrite(apps, sealed)


def unseal(apps, schema_editor):
    rewrite(apps, opened)


class Migration(migrations.Migration):
    """Rows of allauth's table."""

    dependencies = [("people", "0004_one_identity_a_person"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(seal, unseal)]
