"""Sealing: the office papers put beside the public files, the manifest written, the bundle put in its place.

Release stage, its last step.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from sv_report.errors import CheckError
from sv_report.findings import Finding
from sv_report.release.bundle import FINDINGS, Bundle, write_findings
from sv_report.release.checks import Checklist
from sv_report.release.leaks import Secrets, find_leaks
from sv_report.release.manifest import LOG, Made, write_manifest
from sv_report.release.publication import EXEMPT, PUBLIC, write_secrets

CHECKLIST = "checklist.txt"  # as the command check prints it, for the officers who go through it


def seal(bundle: Bundle, made: Made, findings: Sequence[Finding], checklist: Checklist, secrets: Secrets) -> list[Path]:
    """Seal the built bundle, and return the files that a person had edited in the last one and that were kept.

    Raises CheckError, and seals nothing, where something that is not for the public stands in a public file.
    """
    if leaks := find_leaks(bundle.public, secrets, PUBLIC):
        raise CheckError("The report is not sealed: what is not for the public stands in its public files.", leaks)
    office = bundle.built / "office"
    office.mkdir(parents=True, exist_ok=True)
    if secrets:
        write_secrets(bundle.built / EXEMPT, secrets)
    write_findings(office / FINDINGS, findings)
    (office / CHECKLIST).write_text(f"{made.title}\n{made.edition}\n\n{checklist.text()}\n", "utf-8")
    shutil.copyfile(bundle.log, bundle.built / LOG)
    write_manifest(bundle.built, made)
    return bundle.seal()
