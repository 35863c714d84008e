"""How people prove who they are: codes, passkeys, the identity provider, and sessions."""
