"""Files made to do harm are refused by name, in bounds of time and memory, in a process that must live on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sv_report.data.readers import open_file
from tests.hostile import HARMFUL, NUMBER, cell, ods, xls, xlsx

SECONDS, MEGABYTES = 5, 500
PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from sv_report.data.readers import open_file
from sv_report.data.readers.sheet import Unreadable
start, findings = time.monotonic(), []
try:
    for sheet in open_file(Path(sys.argv[1]), "inbox/return"):
        for row in sheet.rows():
            pass
except Unreadable as problem:
    findings = [[finding.rule, finding.where.file, finding.remedy] for finding in problem.findings]
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
peak += int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
print(json.dumps([time.monotonic() - start, peak / 1024, findings]))
"""


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_file_is_refused_in_bounds(name: str, tmp_path: Path) -> None:
    rule, make = HARMFUL[name]
    path = make(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    seconds, megabytes, findings = json.loads(done.stdout)
    assert [finding[0] for finding in findings] == [rule]
    assert findings[0][1].startswith("inbox/return")
    assert findings[0][2]
    assert "Traceback" not in done.stderr
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_blank_rows_repeated_to_the_end_of_an_ods_sheet_are_no_harm(tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = (
        f'<table:table-row>{NUMBER.format("")}<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{blank}</table:table-row>'
        f"<table:table-row>{NUMBER.format('')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048572">{blank}</table:table-row>'
    )
    [sheet] = open_file(ods(tmp_path / "real.ods", rows), "real.ods")
    assert [(number, "".join(cells)) for number, cells in sheet.rows()] == [(1, "1"), (2, ""), (3, ""), (4, "1")]


def test_blank_styled_rows_to_the_end_of_an_xlsx_sheet_are_no_harm(tmp_path: Path) -> None:
    blank = "".join(f'<row r="{row}" s="1"><c r="A{row}" s="1"/></row>' for row in range(2, 1_048_577))
    [sheet] = open_file(xlsx(tmp_path / "real.xlsx", cell("A1") + blank), "real.xlsx")
    assert [cells for _, cells in sheet.rows() if any(cells)] == [["1"]]


def test_an_xls_whose_sectors_go_round_is_read_or_refused(tmp_path: Path) -> None:
    [sheet] = open_file(xls(tmp_path / "round.xls", [(0, 0), (3, 1)], chain=0), "round.xls")
    assert list(sheet.rows()) == [(1, ["1", ""]), (2, ["", ""]), (3, ["", ""]), (4, ["", "1"])]
