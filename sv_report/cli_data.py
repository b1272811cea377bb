"""The commands of monitoring data: validate, map, and what is sent to suppliers and comes back.

Part of `cli`, which see.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sv_report.cli_options import edition_argument, pairs, root_option, say, set_option, shown
from sv_report.errors import DataError

if TYPE_CHECKING:
    from sv_report.data.account import Account
    from sv_report.findings import Finding

KINDS = ("rows", "read", "blank", "header", "total", "duplicate", "rejected")
MEANINGS = ("zero", "missing", "not_applicable", "rounded")


@click.command()
@edition_argument
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the same as a web page, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the account and the findings as JSON.")
@set_option
@root_option
def validate(edition: str, html: Path | None, as_json: bool, settings: tuple[str, ...], root: Path | None) -> None:
    """Account for every row of the data of EDITION: read, blank, header, total, duplicate or rejected."""
    from sv_report import pipeline

    found = pipeline.validate(edition, root=root, settings=pairs(settings), html=html)
    if as_json:
        record = {
            "accounts": [asdict(account) for account in found.accounts],
            "findings": [finding.record() for finding in found.findings],
        }
        say(json.dumps(record, ensure_ascii=False, indent=1))
    else:
        for line in [
            *_account_lines(found.accounts),
            "",
            *(finding.text() for finding in found.findings),
            _summary(found.findings),
        ]:
            say(line)
        if html and not found.is_refused:
            say(f"The same as a web page: {shown(html)}")
    if found.is_refused:
        sys.exit(DataError.exit_code)


@click.command(name="map")
@click.argument("file", type=click.Path(path_type=Path))
def map_(file: Path) -> None:
    """Propose a mapping of FILE, from its headers, for a person to confirm.

    Put what is printed, once confirmed, beside the file as FILE.mapping.yml, or as mapping.yml into its folder.
    """
    from sv_report.data.sheets.proposing import propose

    say(propose(file, file.name), nl=False)


def _account_lines(accounts: Sequence["Account"]) -> list[str]:
    """Return the account as a table of text."""
    if not accounts:
        return ["No sheet was read."]
    sums = Counter({name: sum(getattr(one, name) for one in accounts) for name in (*KINDS, *MEANINGS)})
    rows = [
        ("file", "sheet", "table", *KINDS),
        *((one.file, one.sheet or "", one.table_name, *_counts(vars(one))) for one in accounts),
        ("all", "", "", *_counts(sums)),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    meant = ", ".join(f"{name.replace('_', ' ')} {sums[name]:,}" for name in MEANINGS)
    return [*(_line(row, widths) for row in rows), f"Cells by what they mean besides a value: {meant}."]


def _counts(counted: Mapping[str, int]) -> list[str]:
    return [f"{counted[kind]:,}" for kind in KINDS]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Return a row of the table, names on the left and counts on the right."""
    words, counts = zip(row[:3], widths[:3], strict=True), zip(row[3:], widths[3:], strict=True)
    return "  ".join([*(cell.ljust(width) for cell, width in words), *(cell.rjust(width) for cell, width in counts)])


def _summary(findings: Sequence["Finding"]) -> str:
    times = Counter(finding.severity for finding in findings)
    counted = (f"{times[one]:,} {one}{'' if times[one] == 1 else 's'}" for one in ("error", "warning", "note"))
    return f"{', '.join(counted)}."
