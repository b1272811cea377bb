"""Release stage: files in, a checked and sealed bundle out."""

from sv_report.release.bundle import Bundle, bundle_id, for_now
from sv_report.release.manifest import Made, describe
from sv_report.release.sealing import seal

__all__ = ["Bundle", "Made", "bundle_id", "describe", "for_now", "seal"]
