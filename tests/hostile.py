"""Files made to do harm, each a few kilobytes that ask for the machine's memory, time or other files."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
CELL = '<table:table-cell{repeat} office:value-type="{kind}"{value}><text:p>{text}</text:p></table:table-cell>'
NUMBER = CELL.format(repeat="{}", kind="float", value=' office:value="1"', text="1")


# ---- writers ------------------------------------------------------------------------------------


def zipped(path: Path, parts: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def ods(path: Path, rows: str, doctype: str = "") -> Path:
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": ODS_HEAD.format(doctype=doctype, rows=rows),
        },
    )


def xlsx_parts(rows: str, strings: str | None = None, workbook: str = "", doctype: str = "") -> dict[str, bytes | str]:
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships><Relationship Id="rId1" Type="{RELATION}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">{workbook}<sheets>'
        '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="rId1" Type="{RELATION}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{MAIN}"><sheetData>{rows}'
        "</sheetData></worksheet>",
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = strings
    return parts


def xlsx(path: Path, rows: str, strings: str | None = None, doctype: str = "") -> Path:
    return zipped(path, xlsx_parts(rows, strings, doctype=doctype))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _number(row: int, column: int) -> bytes:
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, 1.0))


def xls(path: Path, cells: list[tuple[int, int]], sheets: int = 1, chain: int | None = None) -> Path:
    """Write a BIFF8 workbook in an OLE container; `chain` sets where its last sector leads."""
    bof = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    sheet_bof = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    body = sheet_bof + b"".join(_number(*cell) for cell in cells) + _record(0x000A, b"")
    bounds = [f"S{place}".encode() for place in range(sheets)]
    start = len(bof) + sum(len(_record(0x0085, bytes(8) + name)) for name in bounds) + 4
    stream = bof
    for place, name in enumerate(bounds):
        at = start + place * len(body)
        stream += _record(0x0085, struct.pack("<IBBBB", at, 0, 0, len(name), 0) + name)
    stream += _record(0x000A, b"") + body * sheets
    stream += bytes(max(4096, -(-len(stream) // 512) * 512) - len(stream))
    path.write_bytes(_ole(stream, chain))
    return path


def _ole(stream: bytes, chain: int | None) -> bytes:
    end, count = 0xFFFFFFFE, len(stream) // 512
    fats = -(-(count + 3) // 128)
    fat = [0xFFFFFFFD] * fats + [end] + [fats + 2 + place for place in range(count)]
    fat[-1] = end if chain is None else fats + 1 + chain
    fat += [0xFFFFFFFF] * (fats * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<8I", fats, fats, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", *[*range(fats), *[0xFFFFFFFF] * (109 - fats)])
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry("Workbook", 2, fats + 1, len(stream))
    return header + struct.pack(f"<{len(fat)}I", *fat) + entries + bytes(256) + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    entry = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return entry + bytes(36) + struct.pack("<III", start, size, 0)


def _xlsb_record(kind: int, body: bytes) -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return number + bytes([len(body)]) + body


def xlsb(path: Path, cells: list[tuple[int, int]], strings: bytes | None = None) -> Path:
    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    bundle = _xlsb_record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Data"))
    workbook = (
        _xlsb_record(131, b"") + _xlsb_record(143, b"") + bundle + _xlsb_record(144, b"") + _xlsb_record(132, b"")
    )
    rows = b"".join(
        _xlsb_record(0, struct.pack("<I", row) + bytes(21)) + _xlsb_record(5, struct.pack("<IId", column, 0, 1.0))
        for row, column in cells
    )
    sheet = _xlsb_record(129, b"") + _xlsb_record(148, struct.pack("<IIII", 0, 1, 0, 1)) + _xlsb_record(145, b"")
    parts = xlsx_parts("")
    del parts["xl/workbook.xml"], parts["xl/worksheets/sheet1.xml"]
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("workbook.xml", "workbook.bin")
    relations = str(parts.pop("xl/_rels/workbook.xml.rels")).replace("sheet1.xml", "sheet1.bin")
    parts["xl/_rels/workbook.bin.rels"] = relations
    parts["xl/workbook.bin"] = workbook
    parts["xl/worksheets/sheet1.bin"] = sheet + rows + _xlsb_record(146, b"") + _xlsb_record(130, b"")
    if strings is not None:
        parts["xl/sharedStrings.bin"] = strings
    return zipped(path, parts)


# ---- harm ---------------------------------------------------------------------------------------


def cell(place: str, value: str = "1", kind: str = "") -> str:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}"><c r="{place}"{kind}><v>{value}</v></c></row>'


def lying_bomb(path: Path) -> Path:
    """Write an XLSX whose sheet declares a thousand bytes and inflates to 2 GB."""
    block = b" " * (1 << 20)
    head, _, foot = str(xlsx_parts("|")["xl/worksheets/sheet1.xml"]).partition("|")
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for name, part in xlsx_parts("").items():
            if "sheet1" not in name:
                archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=False) as part:
            part.write(head.encode())
            for _ in range(400):
                part.write(block)
            part.write(foot.encode())
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    raw = stream.getvalue().replace(struct.pack("<I", size), struct.pack("<I", 1000))
    path.write_bytes(raw)
    return path


def _shared(count: int, length: int) -> tuple[str, str]:
    strings = f'<sst xmlns="{MAIN}" uniqueCount="1"><si><t>{"x" * length}</t></si></sst>'
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ") + "</row>"
        for row in range(1, count // 10 + 1)
    )
    return rows, strings


def _repeated(rows: int, columns: int, text: str = "1") -> str:
    repeat = f' table:number-columns-repeated="{columns}"'
    inner = CELL.format(repeat=repeat, kind="string", value="", text=text)
    return f'<table:table-row table:number-rows-repeated="{rows}">{inner}</table:table-row>'


def _far_ods() -> str:
    far = f'<table:table-cell table:number-columns-repeated="16000"/>{NUMBER.format("")}'
    return (
        f"<table:table-row>{NUMBER.format('')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
        f"<table:table-row>{far}</table:table-row>"
    )


def _utf16(doctype: str) -> bytes:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{doctype}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    return text.encode("utf-16")


def _with_part(path: Path, name: str, part: bytes | str) -> Path:
    return zipped(path, {**xlsx_parts(cell("A1")), name: part})


HARMFUL: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "ods-10^18-cells": ("file-too-large", lambda path: ods(path / "b.ods", _repeated(10**9, 10**9))),
    "ods-long-text": ("file-too-large", lambda path: ods(path / "b.ods", _repeated(1000, 1000, "x" * 10_000))),
    "ods-far-cell": ("file-too-large", lambda path: ods(path / "b.ods", _far_ods())),
    "ods-many-wide-rows": (
        "file-too-large",
        lambda path: ods(path / "b.ods", (_repeated(1, 16_384) + _repeated(1, 1)) * 2000),
    ),
    "ods-entities": ("file-damaged", lambda path: ods(path / "b.ods", _repeated(1, 1, "&i;"), doctype=LAUGHS)),
    "ods-odd-repeat": ("file-damaged", lambda path: ods(path / "b.ods", _repeated(-5, 1))),
    "xlsx-far-cell": ("file-too-large", lambda path: xlsx(path / "b.xlsx", cell("A1") + cell("XFD1048576"))),
    "xlsx-far-row": ("file-too-large", lambda path: xlsx(path / "b.xlsx", cell("A1") + cell("ZZZ4000000000"))),
    "xlsx-far-no-place": (
        "file-too-large",
        lambda path: xlsx(
            path / "b.xlsx", f'<row>{"<c><v>1</v></c>" * 16_000}</row><row r="1048576"><c><v>1</v></c></row>'
        ),
    ),
    "xlsx-far-odd-tags": (
        "file-too-large",
        lambda path: xlsx(
            path / "b.xlsx", cell("A1") + "<x:row xmlns:x=\"x\"><x:c\tr='xfd1048576'><x:v>1</x:v></x:c></x:row>"
        ),
    ),
    "xlsx-bomb": ("file-too-large", lambda path: xlsx(path / "b.xlsx", cell("A1") + " " * (300 << 20))),
    "xlsx-bomb-strings": (
        "file-too-large",
        lambda path: xlsx(path / "b.xlsx", cell("A1"), f"<sst><si><t>{'x' * (300 << 20)}</t></si></sst>"),
    ),
    "xlsx-lying-bomb": ("file-damaged", lambda path: lying_bomb(path / "b.xlsx")),
    "xlsx-one-text-often": ("file-too-large", lambda path: xlsx(path / "b.xlsx", *_shared(100_000, 30_000))),
    "xlsx-says-many-texts": (
        "file-too-large",
        lambda path: xlsx(path / "b.xlsx", cell("A1"), f'<sst xmlns="{MAIN}" uniqueCount="99999999999"/>'),
    ),
    "xlsx-entities": ("file-damaged", lambda path: xlsx(path / "b.xlsx", cell("A1", "&i;"), doctype=LAUGHS)),
    "xlsx-entities-elsewhere": (
        "file-damaged",
        lambda path: _with_part(path / "b.xlsx", "docProps/app.xml", f'<?xml version="1.0"?>{LAUGHS}<a>&i;</a>'),
    ),
    "xlsx-entities-utf16": (
        "file-damaged",
        lambda path: _with_part(path / "b.xlsx", "xl/worksheets/sheet1.xml", _utf16(LAUGHS)),
    ),
    "xlsb-far-cell": ("file-too-large", lambda path: xlsb(path / "b.xlsb", [(0, 0), (1_048_575, 16_383)])),
    "xls-far-cells": ("file-too-large", lambda path: xls(path / "b.xls", [(0, 0), (65_535, 255)], sheets=8)),
    "zip-bomb": ("file-too-large", lambda path: zipped(path / "b.zip", {"a.csv": b"a,b\n" * (80 << 20)})),
}
