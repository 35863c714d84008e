"""What Django finds of the desk: see `agreements.desk`."""

from agreements.desk.admin import AgreementAdmin

__all__ = ["AgreementAdmin"]
