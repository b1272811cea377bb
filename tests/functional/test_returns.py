"""Suppliers' returns there and back: issued for the example's contracts, filled, damaged in many ways, collected."""

import csv
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from sv_report.data import Tables, find_sources, read_sources
from sv_report.data.returns.collect import Collected, collect
from sv_report.data.returns.issue import Letterhead, issue
from sv_report.data.returns.register import Register, read_register
from sv_report.data.returns.status import status
from sv_report.params import Period
from tests.conftest import ROOT

PERIOD, BEFORE = Period.parse("2024-25 Q1"), Period.parse("2023-24 Q4")  # of PERIOD the example holds no return
EDITION = Letterhead("2024-02-08", "Example County Council", ("Example Officer", "telephone 01632 960001"), "Invented")
FIRST, SECOND = date(2024, 7, 12), date(2024, 7, 24)
FILLED = 60
CONFIRMED = "yes"


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    tables, _ = read_sources(find_sources(["example"], ROOT), tmp_path_factory.mktemp("example"))
    return tables


@pytest.fixture(scope="session")
def register(example: Tables) -> Register:
    return read_register(example, PERIOD)


@pytest.fixture(scope="session")
def issued(register: Register, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbook issued to each contract due."""
    paths = issue(register, EDITION, tmp_path_factory.mktemp("issued"))
    return {contract.ref: path for contract, path in zip(register.due, paths, strict=True)}


# ---- filling, as suppliers do ----------------------------------------------------------------------
class Form:
    """A workbook while a supplier fills it: the lines of its worksheet Return, by heading."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)
        self.page: Worksheet = self.book["Return"]

    @property
    def header(self) -> int:
        return next(row for row in range(1, 12) if self.page.cell(row, 1).value == "Measure ref")

    @property
    def headings(self) -> list[str]:
        return [str(cell.value) for cell in self.page[self.header]]

    def column(self, heading: str) -> int:
        return next(cell.column for cell in self.page[self.header] if cell.value == heading)

    def at(self, row: int, heading: str) -> Any:
        return self.page.cell(row, self.column(heading))

    def lines(self) -> Iterator[int]:
        """The rows of the commitments."""
        for row in range(self.header + 1, self.page.max_row + 1):
            if self.at(row, "Measure ref").value:
                yield row

    def confirm(self, first: str | None = CONFIRMED, second: str | None = CONFIRMED) -> None:
        page = self.book["Confirmations"]
        page["B4"], page["B5"] = first, second

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


@dataclass
class Truth:
    """What the suppliers wrote: each quantity that is certain, by contract and measure, and every number typed."""

    certain: dict[str, dict[str, list[Decimal]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    typed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    next_number: Decimal = Decimal("1000.25")

    def number(self) -> Decimal:
        """A quantity that no other cell of any workbook holds."""
        self.next_number += Decimal("3.5")
        return self.next_number


def fill(form: Form, contract: str, truth: Truth) -> None:
    """Answer every line of the commitments."""
    for row in form.lines():
        quantity, measure = truth.number(), form.at(row, "Measure ref").value
        write(form, row, contract, measure, quantity, truth)
    form.book["Evidence"]["B4"] = "Payroll extract"
    form.confirm()


def write(form: Form, row: int, contract: str, measure: str, quantity: Decimal, truth: Truth) -> None:
    form.at(row, "Quantity delivered").value = float(quantity)
    if form.at(row, "Out of").value != "[z]":
        out_of = quantity * 2
        form.at(row, "Out of").value = float(out_of)
        truth.typed[contract].append(str(out_of))
    if "Person code" in form.headings and form.at(row, "Person code").value is None:
        form.at(row, "Person code").value, form.at(row, "Person started on").value = f"P{row}", date(2023, 9, 4)
        form.at(row, "Share of time on this contract").value = 0.5
    form.at(row, "Estimated").value = "no"
    form.at(row, "Statement").value = f"Work done in Lancashire, as in the log of {measure}."
    form.at(row, "Evidence reference").value = "E1"
    truth.certain[contract][measure].append(quantity)
    truth.typed[contract].append(str(quantity))


# ---- damage: each takes a filled form, spoils it, and mends the truth ------------------------------
Damage = Callable[[Form, str, Truth], None]


def sheets_renamed(form: Form, contract: str, truth: Truth) -> None:
    for number, page in enumerate(form.book.worksheets):
        page.title = f"Tabelle{number}"


def columns_reordered(form: Form, contract: str, truth: Truth) -> None:
    rows = [[cell.value for cell in row] for row in form.page.iter_rows(min_row=form.header)]
    for number, row in enumerate(rows, start=form.header):
        for column, value in enumerate(reversed(row), start=1):
            form.page.cell(number, column).value = value


def rows_added(form: Form, contract: str, truth: Truth) -> None:
    """A second line of a measure that has one, typed under the table, without the council's columns."""
    row, measure = form.page.max_row + 2, form.at(form.header + 1, "Measure ref").value
    form.at(row, "Measure ref").value = measure
    write(form, row, contract, measure, truth.number(), truth)
    if form.at(form.header + 1, "Out of").value == "[z]":
        form.at(row, "Out of").value = None
        truth.typed[contract].pop(-2)


def pasted_over(form: Form, contract: str, truth: Truth) -> None:
    """Words where a number is asked for: the line is named, its number taken by nobody."""
    row = form.header + 1
    measure, quantity = form.at(row, "Measure ref").value, form.at(row, "Quantity delivered").value
    form.at(row, "Quantity delivered").value = f"about {quantity} in all"
    del truth.certain[contract][measure]


def protection_removed(form: Form, contract: str, truth: Truth) -> None:
    for page in form.book.worksheets:
        page.protection.sheet = False
    form.page.delete_rows(form.header + 2)  # a line that the supplier thought was not theirs
    form.at(form.header + 1, "Committed in this period").value = 9_999_999


def confirmation_missing(form: Form, contract: str, truth: Truth) -> None:
    form.confirm(CONFIRMED, None)


def confirmation_no(form: Form, contract: str, truth: Truth) -> None:
    form.confirm("No", CONFIRMED)


def title_deleted(form: Form, contract: str, truth: Truth) -> None:
    form.page.delete_rows(1, 3)


def line_of_another(form: Form, contract: str, truth: Truth) -> None:
    row = form.page.max_row + 1
    form.at(row, "Measure ref").value, form.at(row, "Contract").value = "JOB01", "C999"
    form.at(row, "Quantity delivered").value = 777.125
    truth.typed[contract].append("777.125")


def answers_blank(form: Form, contract: str, truth: Truth) -> None:
    row = form.header + 1
    quantity = Decimal(str(form.at(row, "Quantity delivered").value))
    for heading in form.headings[form.column("Quantity delivered") - 1 : form.column("Evidence reference")]:
        form.at(row, heading).value = None
    del truth.certain[contract][form.at(row, "Measure ref").value]
    truth.typed[contract] = [one for one in truth.typed[contract] if Decimal(one) not in (quantity, 2 * quantity)]


def measure_unknown(form: Form, contract: str, truth: Truth) -> None:
    row = form.header + 1
    del truth.certain[contract][form.at(row, "Measure ref").value]
    form.at(row, "Measure ref").value = "XYZ99"


def number_beside(form: Form, contract: str, truth: Truth) -> None:
    """A number in a column of the supplier's own, and more on a sheet of their own."""
    form.page.cell(form.header + 1, form.page.max_column + 1).value = "and 555.125 more"
    form.book.create_sheet("More").append(["See our system"])
    truth.typed[contract].append("555.125")


DAMAGES: tuple[Damage, ...] = (
    sheets_renamed, columns_reordered, rows_added, pasted_over, protection_removed, confirmation_missing,
    confirmation_no, title_deleted, line_of_another, answers_blank, measure_unknown, number_beside,
)  # fmt: skip
BY_LIBREOFFICE = 5
SECOND_SHEET_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"  # as shown, UTF-8


@dataclass
class Inbox:
    """What came back in a first and a second post, and the truth of it."""

    first: Path
    second: Path
    truth: Truth
    contracts: list[str]
    damaged: dict[str, str]  # the contract that has it, by the damage

    def of(self, damage: Damage | str) -> str:
        return self.damaged[damage if isinstance(damage, str) else damage.__name__]


@pytest.fixture(scope="session")
def inbox(issued: dict[str, Path], example: Tables, tmp_path_factory: pytest.TempPathFactory) -> Inbox:
    """60 returns filled by openpyxl, five of them saved anew by one LibreOffice, two more as XLS and CSV; a second post."""
    folder = tmp_path_factory.mktemp("returned")
    box = Inbox(folder / "first", folder / "second", Truth(), list(issued)[:FILLED], {})
    for post in (box.first / "from a mailbox", box.second):
        post.mkdir(parents=True)
    saved = []
    for number, contract in enumerate(box.contracts):
        form = Form(issued[contract])
        fill(form, contract, box.truth)
        if number < len(DAMAGES):
            DAMAGES[number](form, contract, box.truth)
            box.damaged[DAMAGES[number].__name__] = contract
        path = form.save((box.first if number % 2 else box.first / "from a mailbox") / issued[contract].name)
        saved.append(path)
    xls, sheet_alone = saved.pop(-2), saved.pop()
    _save_by_libreoffice(saved[-BY_LIBREOFFICE:], "ods", box, folder)
    _save_by_libreoffice([xls], "xls", box, folder)
    _save_by_libreoffice([sheet_alone], SECOND_SHEET_AS_CSV, box, folder)
    box.damaged |= {"ods": box.contracts[-3], "xls": box.contracts[-2], "csv": box.contracts[-1]}
    _second_post(box, saved, example)
    return box


def _save_by_libreoffice(paths: list[Path], kind: str, box: Inbox, folder: Path) -> None:
    """Save workbooks in another format, all by one LibreOffice, and take the XLSX away."""
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind,
               "--outdir", str(box.first), *map(str, paths)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    for path in paths:
        path.unlink()


def _second_post(box: Inbox, saved: list[Path], example: Tables) -> None:
    """A copy under another name, a resubmission, another period's return, and what is no return."""
    copied, changed = box.contracts[20], box.contracts[21]
    box.damaged |= {"copied": copied, "resubmitted": changed, "other period": box.contracts[22]}
    shutil.copy(saved[20], box.second / "Copy of return (final).xlsx")
    form = Form(saved[21])
    row = form.header + 1
    measure, quantity = form.at(row, "Measure ref").value, box.truth.number()
    form.at(row, "Quantity delivered").value = float(quantity)
    form.at(row, "Out of").value = "[z]" if form.at(row, "Out of").value == "[z]" else float(quantity * 2)
    box.truth.certain[changed][measure] = [quantity]
    box.truth.typed[changed].append(str(quantity))
    form.save(box.second / saved[21].name)
    (earlier,) = [path for path in issue(read_register(example, BEFORE), EDITION, box.second.parent / "earlier")
                  if path.name.startswith(f"{box.of('other period')}_")]  # fmt: skip
    shutil.copy(earlier, box.second / f"{box.of('other period')}_2024-25-Q1.xlsx")
    (box.second / "message.eml").write_text("See attachment.")
    (box.second / "~$C001.xlsx").write_bytes(b"\x05Owner")
    (box.second / "list.csv").write_text("Name,Number\nA,1\n")
    (box.second / "damaged.xlsx").write_bytes(saved[0].read_bytes()[:2000])


@dataclass
class Gathered:
    """The two collects, and the tables they left."""

    folder: Path
    first: Collected
    second: Collected

    @property
    def quarter(self) -> Path:
        return self.folder / "2024-25-Q1"

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.quarter / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def latest(self, contract: str) -> list[dict[str, str]]:
        """The deliveries of a contract's latest version."""
        rows = [row for row in self.table("deliveries") if row["contract"] == contract]
        last = max(int(row["return_version"]) for row in rows)
        return [row for row in rows if int(row["return_version"]) == last]

    def rules(self, contract: str) -> set[str]:
        """The rules of the findings about a contract's kept originals."""
        files = {row["origin_file"] for row in self.table("returns") if row["contract"] == contract}
        return {one.rule for one in self.second.findings if one.where.file in files}


@pytest.fixture(scope="session")
def gathered(inbox: Inbox, register: Register, tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    folder = tmp_path_factory.mktemp("kept") / "data.returns"
    first = collect(inbox.first, folder, register, FIRST)
    return Gathered(folder, first, collect(inbox.second, folder, register, SECOND))


# ---- there and back --------------------------------------------------------------------------------
@pytest.mark.needs("soffice")
def test_every_certain_quantity_arrives_and_nothing_else(gathered: Gathered, inbox: Inbox) -> None:
    arrived = {}
    for contract in inbox.contracts:
        by_measure = defaultdict(list)
        for row in gathered.latest(contract):
            by_measure[row["measure"]].append(Decimal(row["quantity_claimed"]))
        arrived[contract] = {measure: sorted(numbers) for measure, numbers in by_measure.items()}
    gone = Form(inbox.first / "from a mailbox" / f"{inbox.of(protection_removed)}_2024-25-Q1.xlsx")
    left = {gone.at(row, "Measure ref").value for row in gone.lines()}
    expected = {
        contract: {
            measure: sorted(numbers)
            for measure, numbers in inbox.truth.certain[contract].items()
            if contract != inbox.of(protection_removed) or measure in left
        }
        for contract in inbox.contracts
    }
    assert arrived == expected
    total = sum((sum(numbers) for one in expected.values() for numbers in one.values()), Decimal(0))
    latest = [row for contract in inbox.contracts for row in gathered.latest(contract)]
    assert sum(Decimal(row["quantity_claimed"]) for row in latest) == total


@pytest.mark.needs("soffice")
def test_every_number_that_a_supplier_typed_arrives_or_is_named_in_a_finding(gathered: Gathered, inbox: Inbox) -> None:
    rows = gathered.table("deliveries")
    lost = []
    for contract, typed in inbox.truth.typed.items():
        origins = {row["origin_file"] for row in gathered.table("returns") if row["contract"] == contract}
        arrived = {Decimal(row[name]) for row in rows if row["contract"] == contract
                   for name in ("quantity_claimed", "denominator_claimed") if row[name]}  # fmt: skip
        named = " ".join(
            f"{one.message} {one.where.found}" for one in gathered.second.findings if one.where.file in origins
        )
        numbers = {Decimal(text) for text in re.findall(r"\d+(?:\.\d+)?", named)}
        if contract == inbox.of(protection_removed):
            continue  # a line was deleted with its number: nobody can know it, and line-missing names the line
        lost += [(contract, text) for text in typed if Decimal(text) not in arrived | numbers]
    assert not lost


@pytest.mark.needs("soffice")
@pytest.mark.parametrize(
    ("damage", "rules"),
    [
        (sheets_renamed, set()),
        (columns_reordered, set()),
        (rows_added, set()),
        (pasted_over, {"value-unreadable"}),
        (protection_removed, {"line-missing", "commitment-changed"}),
        (confirmation_missing, {"confirmation-missing"}),
        (confirmation_no, {"confirmation-no"}),
        (title_deleted, set()),
        (line_of_another, {"line-of-another-contract"}),
        (answers_blank, {"answer-missing"}),
        (measure_unknown, {"measure-unknown", "line-missing"}),
        (number_beside, {"cell-outside-columns", "sheet-not-read"}),
        ("ods", set()),
        ("xls", set()),
        ("csv", {"confirmation-missing"}),  # only the sheet of lines was saved
    ],
)
def test_what_is_not_certain_is_listed_and_nothing_else(
    damage: Damage | str, rules: set[str], gathered: Gathered, inbox: Inbox
) -> None:
    assert gathered.rules(inbox.of(damage)) == rules


@pytest.mark.needs("soffice")
def test_a_finding_names_the_place_in_the_suppliers_own_file(gathered: Gathered, inbox: Inbox) -> None:
    (finding,) = [one for one in gathered.second.findings if one.rule == "value-unreadable"]
    where = finding.where
    page = openpyxl.load_workbook(gathered.folder / str(where.file))[str(where.sheet)]
    headings = {cell.value: cell.column for row in page.iter_rows(max_row=8) for cell in row}
    assert page.cell(int(where.row or 0), headings[where.column]).value == where.found
    assert "about" in str(where.found)
    assert finding.remedy


@pytest.mark.needs("soffice")
def test_each_delivery_traces_to_its_cell_of_the_kept_original(gathered: Gathered, inbox: Inbox) -> None:
    looked_at = 0
    for row in gathered.table("deliveries")[::5]:
        path = gathered.folder / row["origin_file"]
        if path.suffix == ".xlsx":
            page = openpyxl.load_workbook(path, read_only=True)[row["origin_sheet"]]
            (cells,) = page.iter_rows(min_row=int(row["origin_row"]), max_row=int(row["origin_row"]), values_only=True)
            assert row["measure"] in cells
            assert float(row["quantity_claimed"]) in cells
            looked_at += 1
    assert looked_at > 50


@pytest.mark.needs("soffice")
def test_what_came_with_the_second_post(gathered: Gathered, inbox: Inbox) -> None:
    second = gathered.second
    assert second.known == ("Copy of return (final).xlsx",)
    assert [one.contract for one in second.taken] == [inbox.of("resubmitted")]
    refused = {one.name: (one.rule, one.contract) for one in second.refused}
    other = inbox.of("other period")
    assert refused.pop(f"{other}_2024-25-Q1.xlsx") == ("return-other-period", other)
    assert refused.pop("list.csv") == ("return-not-found", None)
    assert list(refused) == ["damaged.xlsx"]
    assert set(second.not_read) == {"message.eml", "~$C001.xlsx"}


@pytest.mark.needs("soffice")
def test_a_resubmission_is_the_next_version_and_both_originals_are_kept(gathered: Gathered, inbox: Inbox) -> None:
    contract = inbox.of("resubmitted")
    versions = [row for row in gathered.table("returns") if row["contract"] == contract]
    assert [(row["version"], row["received_on"]) for row in versions] == [("1", "2024-07-12"), ("2", "2024-07-24")]
    originals = [gathered.folder / row["origin_file"] for row in versions]
    assert all(path.is_file() for path in originals)
    assert originals[1].read_bytes() == (inbox.second / f"{contract}_2024-25-Q1.xlsx").read_bytes()
    copied = [row for row in gathered.table("returns") if row["contract"] == inbox.of("copied")]
    assert [row["version"] for row in copied] == ["1"]


@pytest.mark.needs("soffice")
def test_status_lists_every_contract_due_once(gathered: Gathered, inbox: Inbox, register: Register) -> None:
    seen = status(gathered.folder, register, date(2024, 8, 1))
    assert seen.totals == {"due": 61, "received": 60, "late": 0, "rejected": 0, "missing": 1, "awaited": 0}
    assert sum(seen.totals.values()) == 2 * seen.totals["due"]
    assert [one.contract for one in seen.standings] == [contract.ref for contract in register.due]


@pytest.mark.needs("soffice")
def test_collecting_again_changes_nothing(gathered: Gathered, inbox: Inbox, register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    shutil.copytree(gathered.folder, folder)
    before = _contents(folder)
    again = collect(inbox.first.parent, folder, register, date(2024, 9, 1))  # both posts, and workbooks never filled
    assert not again.taken
    ledger = [name for name in before if name.name == "ledger.json"]
    kept = {name: content for name, content in before.items() if name.suffix == ".csv" or "originals" in name.parts}
    assert kept == {name: content for name, content in _contents(folder).items() if name in kept}
    assert ledger
    assert not list(folder.rglob("*.unfinished"))


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.needs("soffice")
def test_the_next_run_reads_what_was_collected(gathered: Gathered, inbox: Inbox, tmp_path: Path) -> None:
    tables, _ = read_sources(find_sources(["example"], ROOT, gathered.folder), tmp_path / "tables")
    returned = [row for row in tables.rows(tables["returns"]) if row["period"] == str(PERIOD)]
    assert {row["contract"] for row in returned} == set(inbox.contracts)
    lines = [row for row in tables.rows(tables["deliveries"]) if row["period"] == str(PERIOD)]
    collected = gathered.table("deliveries")
    assert sum(row["quantity_claimed"] for row in lines) == sum(Decimal(row["quantity_claimed"]) for row in collected)
    assert {(row["origin_file"], row["origin_row"]) for row in lines} == {
        (row["origin_file"], int(row["origin_row"])) for row in collected}  # fmt: skip
    again = collect(inbox.first, gathered.folder, read_register(tables, PERIOD), date(2024, 9, 1))
    assert max(entry.version for entry in again.ledger.entries) == 2, "its own returns were taken for the council's"


# ---- the workbooks themselves ----------------------------------------------------------------------
def test_issued_workbooks_are_sound_office_files(issued: dict[str, Path]) -> None:
    faults = {path.name: OpenXmlValidator().validate(path).errors for path in list(issued.values())[::6]}
    assert not {name: found for name, found in faults.items() if found}


def test_issuing_again_gives_the_same_bytes(issued: dict[str, Path], register: Register, tmp_path: Path) -> None:
    again = issue(register, EDITION, tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in issued.values()]


def test_only_the_answers_can_be_changed_and_each_says_what_it_takes(issued: dict[str, Path]) -> None:
    form = Form(issued["C001"])
    page = form.page
    assert all(sheet.protection.sheet and sheet.protection.password is None for sheet in form.book.worksheets)
    answers = {form.column(name) for name in ("Quantity delivered", "Estimated", "Statement", "Evidence reference")}
    of_person = {form.column(name) for name in ("Person code", "Person started on", "Share of time on this contract")}
    checked = {
        cell for one in page.data_validations.dataValidation for area in one.sqref.ranges for cell in _cells(area)
    }
    for row in form.lines():
        for cell in page[row]:
            is_open = not cell.protection.locked
            unit = page.cell(row, form.column("Unit")).value
            asked = answers | ({form.column("Out of")} if unit == "%" else of_person if unit == "FTE" else set())
            assert is_open == (cell.column in asked)
            assert is_open == ((cell.row, cell.column) in checked)
    assert all(one.prompt and one.error for one in page.data_validations.dataValidation)
    assert {one.formula1 for one in form.book["Confirmations"].data_validations.dataValidation} == {'"yes,no"'}


def _cells(area: Any) -> set[tuple[int, int]]:
    return {(row, column) for row, column in area.cells}


def test_the_form_says_what_the_council_knows(issued: dict[str, Path], example: Tables) -> None:
    form = Form(issued["C001"])
    rows = example.rows(example["commitments"])
    due = {row["measure"]: row for row in rows if row["contract"] == "C001" and row["period"] == str(PERIOD)}
    flows = {row["ref"] for row in example.rows(example["measures"]) if row["over_time"] == "flow"}
    for row in form.lines():
        measure = form.at(row, "Measure ref").value
        if measure in flows and measure in due:
            assert Decimal(str(form.at(row, "Committed in this period").value)) == due[measure]["quantity"]
        assert [form.at(row, name).value for name in ("Contract", "Period", "Edition")] == [
            "C001", str(PERIOD), EDITION.edition]  # fmt: skip
    assert {form.at(row, "Measure ref").value for row in form.lines()} >= set(due)
    assert {one.name: one.value for one in form.book.custom_doc_props.props} == {
        "sv_report contract": "C001", "sv_report period": str(PERIOD), "sv_report edition": EDITION.edition}  # fmt: skip
    guidance = [row[0].value for row in form.book["Guidance"].iter_rows(min_row=4)]
    assert len(guidance) == example.count("measures")


def test_every_sheet_is_one_table_under_a_title_in_a1(issued: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(issued["C002"])
    assert book.sheetnames == ["Cover", "Return", "Evidence", "Confirmations", "Guidance"]
    for page in book.worksheets:
        (table,) = page.tables.values()
        first = int(re.search(r"\d+", table.ref).group())  # type: ignore[union-attr]
        assert page["A1"].value
        assert all(page.cell(row, 1).value for row in range(1, first + 1)), "a row above the table is blank"
        assert all(column.name for column in table.tableColumns)
        assert not page.merged_cells.ranges
        assert page.freeze_panes is None
        assert page.sheet_state == "visible"
        assert page.sheet_view.selection[0].activeCell in (None, "A1")
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage
    properties = book.properties
    assert "C002" in properties.title
    assert properties.creator == EDITION.council
    assert properties.language == "en-GB"
    assert properties.created.date() == PERIOD.end
