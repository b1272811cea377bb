"""Places in which something exempt can lie: each maker plants a text in a real file, and says where it is to be found.

A maker takes a folder and a text of one line; it gives the file that a finding is to name, and the place inside it.
"""

import base64
import bz2
import gzip
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import docx
import nbformat.v4 as notebooks
import openpyxl
import pikepdf
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.comments import Comment

Place = Callable[[Path, str], tuple[str, str]]

SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas'
    '.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" '
    'pid="2" name="Note"><vt:lpwstr>{}</vt:lpwstr></property></Properties>'
)


def half(text: str) -> tuple[str, str]:
    """Return a text in two parts, cut within a word."""
    middle = next(place for place in range(len(text) // 2, 0, -1) if text[place - 1 : place + 1].isalnum())
    return text[:middle], text[middle:]


# ---- pictures ------------------------------------------------------------------------------------


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks: bytes, after: bytes = b"") -> bytes:
    """Return a PNG of one pixel, with chunks before its pixels and bytes after its end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + chunk(b"IEND", b"") + after


def svg_title(folder: Path, text: str) -> tuple[str, str]:
    (folder / "chart.svg").write_text(SVG.format(f"<title>{escape(text)}</title>"), "utf-8")
    return "chart.svg", "its text"


def svg_comment(folder: Path, text: str) -> tuple[str, str]:
    (folder / "chart.svg").write_text(SVG.format(f"<!-- {text} > 1 --><path d='M 1 2'/>"), "utf-8")
    return "chart.svg", "comments"


def svg_split(folder: Path, text: str) -> tuple[str, str]:
    first, second = map(escape, half(text))
    (folder / "chart.svg").write_text(SVG.format(f"<text>{first}<tspan x='1'>{second}</tspan></text>"), "utf-8")
    return "chart.svg", "its text"


def svg_attribute(folder: Path, text: str) -> tuple[str, str]:
    (folder / "chart.svg").write_text(SVG.format(f'<path d="M 1 2" aria-label="{escape(text)}"/>'), "utf-8")
    return "chart.svg", "tags"


def png_text(folder: Path, text: str) -> tuple[str, str]:
    (folder / "chart.png").write_bytes(png(chunk(b"tEXt", b"Title\0" + text.encode("latin-1"))))
    return "chart.png", "tEXt Title"


def png_compressed_text(folder: Path, text: str) -> tuple[str, str]:
    (folder / "chart.png").write_bytes(png(chunk(b"zTXt", b"Title\0\0" + zlib.compress(text.encode("latin-1")))))
    return "chart.png", "zTXt Title"


def png_international_text(folder: Path, text: str) -> tuple[str, str]:
    data = b"Title\0\1\0en\0\0" + zlib.compress(text.encode("utf-8"))
    (folder / "chart.png").write_bytes(png(chunk(b"iTXt", data)))
    return "chart.png", "iTXt Title"


def png_exif(folder: Path, text: str) -> tuple[str, str]:
    (folder / "chart.png").write_bytes(png(chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\1" + text.encode() + b"\0\0\1")))
    return "chart.png", "eXIf chunk"


def png_after_its_end(folder: Path, text: str) -> tuple[str, str]:
    (folder / "chart.png").write_bytes(png(after=text.encode()))
    return "chart.png", "after the picture's end"


def jpeg_comment(folder: Path, text: str) -> tuple[str, str]:
    data = text.encode()
    segment = b"\xff\xfe" + struct.pack(">H", len(data) + 2) + data
    (folder / "photo.jpg").write_bytes(b"\xff\xd8" + segment + b"\xff\xda\0\x08\1\2\3\4\5\6\x90\xff\xd9")
    return "photo.jpg", "JPEG comment"


def jpeg_wide_exif(folder: Path, text: str) -> tuple[str, str]:
    data = b"Exif\0\0MM\0*\0\0\0\x08\0\1\x9c\x9b" + text.encode("utf-16-le") + b"\0\0\1\2\3"
    segment = b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data
    (folder / "photo.jpg").write_bytes(b"\xff\xd8" + segment + b"\xff\xda\0\x08\1\2\3\4\5\6\x90\xff\xd9")
    return "photo.jpg", "JPEG APP1"


# ---- notebooks and JSON --------------------------------------------------------------------------


def notebook(folder: Path, *outputs: dict[str, object], **metadata: object) -> None:
    cell = notebooks.new_code_cell("report", outputs=list(outputs))
    book = notebooks.new_notebook(cells=[notebooks.new_markdown_cell("# Report"), cell], metadata=metadata)
    (folder / "report.ipynb").write_text(json.dumps(book, indent=1), "utf-8")


def notebook_output_text(folder: Path, text: str) -> tuple[str, str]:
    notebook(folder, notebooks.new_output("stream", text=f"The value:\n{text}\n"))
    return "report.ipynb", "cell 2 > outputs 1"


def notebook_output_html(folder: Path, text: str) -> tuple[str, str]:
    first, second = map(escape, half(text))
    notebook(folder, notebooks.new_output("display_data", {"text/html": [f"<p>{first}<b>\n", f"</b>{second}</p>"]}))
    path = folder / "report.ipynb"
    path.write_text(path.read_text("utf-8").replace("<b>\\n", "<b>"), "utf-8")
    return "report.ipynb", "cell 2 > outputs 1 > data > text/html"


def notebook_output_picture(folder: Path, text: str) -> tuple[str, str]:
    picture = base64.b64encode(png(chunk(b"tEXt", b"Title\0" + text.encode("latin-1")))).decode()
    notebook(folder, notebooks.new_output("display_data", {"image/png": picture + "\n"}))
    return "report.ipynb", "cell 2 > outputs 1 > data > image/png > tEXt Title"


def notebook_metadata(folder: Path, text: str) -> tuple[str, str]:
    notebook(folder, papermill={"parameters": {"supplier": text}})
    return "report.ipynb", "notebook metadata > papermill > parameters"


def json_escaped(folder: Path, text: str) -> tuple[str, str]:
    escaped = "".join(f"\\u{ord(char):04x}" for char in text)
    (folder / "facts.json").write_text(f'[\n {{"id": "{escaped}"}}\n]', "utf-8")
    return "facts.json", "its text"


def json_picture(folder: Path, text: str) -> tuple[str, str]:
    data = base64.b64encode(png(chunk(b"tEXt", b"Title\0\xff\xff\xff " + text.encode("latin-1")))).decode()
    escaped = data.replace("/", "\\/")
    (folder / "facts.json").write_text(f'[\n {{"picture": "data:image\\/png;base64,{escaped}"}}\n]', "utf-8")
    return "facts.json", "tEXt Title"


# ---- Word ----------------------------------------------------------------------------------------


def document(folder: Path, *texts: str) -> docx.document.Document:
    """Return a Word document with a paragraph of one run for each text."""
    made = docx.Document()
    for text in texts:
        made.add_paragraph(text)
    return made


def with_member(path: Path, name: str, text: str) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)


def docx_core(folder: Path, text: str) -> tuple[str, str]:
    made = document(folder, "Report")
    made.core_properties.subject = text
    made.save(folder / "report.docx")
    return "report.docx", "docProps/core.xml"


def docx_custom(folder: Path, text: str) -> tuple[str, str]:
    document(folder, "Report").save(folder / "report.docx")
    with_member(folder / "report.docx", "docProps/custom.xml", CUSTOM.format(escape(text)))
    return "report.docx", "docProps/custom.xml"


def docx_comment(folder: Path, text: str) -> tuple[str, str]:
    made = document(folder, "Report")
    made.add_comment(made.paragraphs[-1].runs, text=text, author="Officer", initials="O")
    made.save(folder / "report.docx")
    return "report.docx", "word/comments.xml"


def docx_inserted(folder: Path, text: str) -> tuple[str, str]:
    return _revised(folder, text, "w:ins")


def docx_deleted(folder: Path, text: str) -> tuple[str, str]:
    return _revised(folder, text, "w:del")


def _revised(folder: Path, text: str, kind: str) -> tuple[str, str]:
    made = document(folder, text)
    run = made.paragraphs[-1].runs[0]._r
    revision = OxmlElement(kind)
    revision.set(qn("w:author"), "Officer")
    run.addprevious(revision)
    revision.append(run)
    if kind == "w:del":
        run.find(qn("w:t")).tag = qn("w:delText")
    made.save(folder / "report.docx")
    return "report.docx", "word/document.xml"


def docx_split(folder: Path, text: str) -> tuple[str, str]:
    made = document(folder, "Report")
    first, second = half(text)
    paragraph = made.add_paragraph("With ")
    paragraph.add_run(first)
    paragraph.add_run(second).bold = True
    made.save(folder / "report.docx")
    return "report.docx", "word/document.xml"


def docx_alt_text(folder: Path, text: str) -> tuple[str, str]:
    made = document(folder, "Report")
    made.add_picture(BytesIO(png()))
    made.inline_shapes[0]._inline.docPr.set("descr", text)
    made.save(folder / "report.docx")
    return "report.docx", "word/document.xml > tags"


def docx_link(folder: Path, text: str) -> tuple[str, str]:
    made = document(folder, "Report")
    made.part.relate_to(f"https://example.org/?q={quote(text)}", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, True)
    made.save(folder / "report.docx")
    return "report.docx", "word/_rels/document.xml.rels > tags"


# ---- workbooks -----------------------------------------------------------------------------------


def xlsx_text(folder: Path, text: str) -> tuple[str, str]:
    with xlsxwriter.Workbook(folder / "tables.xlsx") as book:
        book.add_worksheet().write_string("B2", text)
    return "tables.xlsx", "xl/sharedStrings.xml"


def xlsx_text_in_two_formats(folder: Path, text: str) -> tuple[str, str]:
    first, second = half(text)
    with xlsxwriter.Workbook(folder / "tables.xlsx") as book:
        book.add_worksheet().write_rich_string("B2", first, book.add_format({"bold": True}), second)
    return "tables.xlsx", "xl/sharedStrings.xml"


def xlsx_hidden_sheet(folder: Path, text: str) -> tuple[str, str]:
    book = openpyxl.Workbook()
    book.create_sheet("Working").sheet_state = "veryHidden"
    book["Working"]["A1"] = text  # written into the sheet itself
    book.save(folder / "tables.xlsx")
    return "tables.xlsx", "xl/worksheets/sheet2.xml"


def xlsx_footer(folder: Path, text: str) -> tuple[str, str]:
    with xlsxwriter.Workbook(folder / "tables.xlsx") as book:
        book.add_worksheet().set_footer(f"&L{text}&R&P")
    return "tables.xlsx", "xl/worksheets/sheet1.xml"


def xlsx_sheet_name(folder: Path, text: str) -> tuple[str, str]:
    with xlsxwriter.Workbook(folder / "tables.xlsx") as book:
        book.add_worksheet(text[:31])
    return "tables.xlsx", "xl/workbook.xml > tags"


def xlsx_comment(folder: Path, text: str) -> tuple[str, str]:
    book = openpyxl.Workbook()
    book.active["B2"].comment = Comment(text, "Officer")
    book.save(folder / "tables.xlsx")
    return "tables.xlsx", "xl/comments/comment1.xml"


def ods_text(folder: Path, text: str) -> tuple[str, str]:
    book = OpenDocumentSpreadsheet()
    cell, row, table = TableCell(), TableRow(), Table(name="Sheet")
    cell.addElement(P(text=text))
    row.addElement(cell)
    table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(folder / "tables.ods"))
    return "tables.ods", "content.xml"


# ---- web pages and texts -------------------------------------------------------------------------


def page(folder: Path, body: str) -> str:
    text = f"<!DOCTYPE html><html><head><style>p {{ margin: 1.125rem }}</style></head><body>{body}</body></html>"
    (folder / "report.html").write_text(text, "utf-8")
    return "report.html"


def html_comment(folder: Path, text: str) -> tuple[str, str]:
    return page(folder, f"<p>Report</p><!-- {text} -->"), "comments"


def html_style(folder: Path, text: str) -> tuple[str, str]:
    return page(folder, f"<style>/* {text} */</style><!-- {text} -->"), "comments"


def html_cells(folder: Path, text: str) -> tuple[str, str]:
    return page(folder, f"<table><tr><td>Report</td><td>{escape(text)}</td><td>7</td></tr></table>"), "its text"


def html_picture(folder: Path, text: str) -> tuple[str, str]:
    data = base64.b64encode(png(chunk(b"tEXt", b"Title\0" + text.encode("latin-1")))).decode()
    return page(folder, f'<img alt="" src="data:image/png;base64,{data}">'), "base64 1 > tEXt Title"


def html_drawing(folder: Path, text: str) -> tuple[str, str]:
    drawing = SVG.format(f"<desc>{escape(text)}</desc>")
    data = base64.b64encode(drawing.encode()).decode()
    return page(folder, f'<img alt="" src="data:image/svg+xml;base64,{data}">'), "base64 1"


def html_entities(folder: Path, text: str) -> tuple[str, str]:
    return page(folder, "<p>" + "".join(f"&#x{ord(char):x};" for char in text) + "</p>"), "its text"


def html_link(folder: Path, text: str) -> tuple[str, str]:
    coded = "".join(f"%{byte:02X}" for byte in text.encode())
    return page(folder, f'<a href="https://example.org/{coded}">here</a>'), "tags"


def markdown_backslashes(folder: Path, text: str) -> tuple[str, str]:
    first, second = half(text)
    (folder / "report.qmd").write_text(f"The value of {first}\\\u00ad{second}\\.\n", "utf-8")
    return "report.qmd", "its text"


def base64_over_lines(folder: Path, text: str) -> tuple[str, str]:
    coded = base64.encodebytes(f"{'Words that fill the line. ' * 5}{text}. And more words after it.".encode()).decode()
    (folder / "notes.txt").write_text(f"Attached:\n\n{coded}\n", "utf-8")
    return "notes.txt", "base64 1"


def text_in_utf_16(folder: Path, text: str) -> tuple[str, str]:
    (folder / "notes.txt").write_bytes(f"Notes\r\n{text}\r\n".encode("utf-16"))
    return "notes.txt", "its text"


def text_in_utf_16_without_mark(folder: Path, text: str) -> tuple[str, str]:
    (folder / "notes.txt").write_bytes(f"Notes\r\n{text}\r\n".encode("utf-16-be"))
    return "notes.txt", "its text"


def text_with_soft_hyphens(folder: Path, text: str) -> tuple[str, str]:
    (folder / "notes.txt").write_text("\u00ad".join(text).replace(" ", "\u00a0\n"), "utf-8")
    return "notes.txt", "its text"


def bytes_of_no_kind(folder: Path, text: str) -> tuple[str, str]:
    (folder / "cache.bin").write_bytes(b"\0\1\2\3\xff\xfe\xfd" + text.encode() + b"\0\x80\x81\1\2\3")
    return "cache.bin", "its text"


# ---- PDF -----------------------------------------------------------------------------------------

FONT = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)


def pdf(*texts: str) -> pikepdf.Pdf:
    """Return a PDF with a page for each text."""
    made = pikepdf.new()
    for text in texts:
        drawn = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode("latin-1")
        made.add_blank_page()
        made.pages[-1].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=FONT))
        made.pages[-1].Contents = made.make_stream(drawn)
    return made


def pdf_page(folder: Path, text: str) -> tuple[str, str]:
    made = pdf("Report", "")
    first, second = half(text)
    drawn = f"BT /F1 12 Tf 72 700 Td [({first}) -15 ({second})] TJ ET"
    made.pages[1].Contents = made.make_stream(drawn.encode("latin-1"))
    made.save(folder / "report.pdf")
    return "report.pdf", "page 2"


def pdf_metadata(folder: Path, text: str) -> tuple[str, str]:
    made = pdf("Report")
    with made.open_metadata() as metadata:
        metadata["dc:description"] = text
    made.save(folder / "report.pdf")
    return "report.pdf", "metadata"


def pdf_information(folder: Path, text: str) -> tuple[str, str]:
    made = pdf("Report")
    made.docinfo["/Keywords"] = pikepdf.String("– " + text)  # the dash has it written in UTF-16
    made.save(folder / "report.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return "report.pdf", "/Keywords"


def pdf_alt_text(folder: Path, text: str) -> tuple[str, str]:
    made = pdf("Report")
    figure = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Figure, Alt=text))
    made.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=figure)
    made.save(folder / "report.pdf")
    return "report.pdf", "/Alt"


def pdf_annotation(folder: Path, text: str) -> tuple[str, str]:
    made = pdf("Report")
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=text)
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])
    made.save(folder / "report.pdf")
    return "report.pdf", "/Contents"


def pdf_embedded_file(folder: Path, text: str) -> tuple[str, str]:
    made = pdf("Report")
    made.attachments["notes.zip"] = pikepdf.AttachedFileSpec(made, zipped({"notes.txt": text}), filename="notes.zip")
    made.save(folder / "report.pdf")
    return "report.pdf", "embedded file > notes.txt"


def pdf_left_behind(folder: Path, text: str) -> tuple[str, str]:
    """Plant a text in a page's first drawing, which a later revision replaces and the bytes still hold."""
    made = pdf(text)
    made.save(folder / "report.pdf", compress_streams=True)
    old = (folder / "report.pdf").read_bytes()
    number = made.pages[0].Contents.objgen[0]
    with pikepdf.open(BytesIO(old)) as saved:
        number = saved.pages[0].Contents.objgen[0]
    drawn = b"BT ET"
    at = len(old)
    new = b"%d 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, len(drawn), drawn)
    xref = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 99 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, at, int(old.rsplit(b"startxref", 1)[1].split()[0]), at + len(new),
    )  # fmt: skip
    (folder / "report.pdf").write_bytes(old + new + xref)
    return "report.pdf", "drawing"


# ---- archives and names --------------------------------------------------------------------------


def zipped(members: dict[str, str | bytes], comment: bytes = b"") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.comment = comment
    return file.getvalue()


def zip_comment(folder: Path, text: str) -> tuple[str, str]:
    (folder / "tables.zip").write_bytes(zipped({"a.txt": "Report"}, text.encode()))
    return "tables.zip", "zip comment"


def zip_member_name(folder: Path, text: str) -> tuple[str, str]:
    (folder / "tables.zip").write_bytes(zipped({f"{text}/a.txt": "Report"}))
    return "tables.zip", "names of members"


def zip_extra_field(folder: Path, text: str) -> tuple[str, str]:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        member = zipfile.ZipInfo("a.txt")
        member.extra = struct.pack("<HH", 0x9999, len(text.encode())) + text.encode()
        archive.writestr(member, "Report")
    (folder / "tables.zip").write_bytes(file.getvalue())
    return "tables.zip", "zip extra fields"


def zip_before_its_members(folder: Path, text: str) -> tuple[str, str]:
    (folder / "tables.zip").write_bytes(text.encode() + b"\n" + zipped({"a.txt": "Report"}))
    return "tables.zip", "bytes outside the zip's members"


def zip_in_zip(folder: Path, text: str) -> tuple[str, str]:
    picture = png(chunk(b"tEXt", b"Title\0" + text.encode("latin-1")))
    (folder / "tables.zip").write_bytes(zipped({"inner.zip": zipped({"chart.png": picture})}))
    return "tables.zip", "inner.zip > chart.png > tEXt Title"


def gzip_file(folder: Path, text: str) -> tuple[str, str]:
    (folder / "tables.csv.gz").write_bytes(gzip.compress(f"ref,title\nC1,{text}\n".encode()))
    return "tables.csv.gz", "gzip"


def bzip2_file(folder: Path, text: str) -> tuple[str, str]:
    (folder / "tables.csv.bz2").write_bytes(bz2.compress(f"ref,title\nC1,{text}\n".encode()))
    return "tables.csv.bz2", "bzip2"


def xz_file(folder: Path, text: str) -> tuple[str, str]:
    (folder / "tables.csv.xz").write_bytes(lzma.compress(f"ref,title\nC1,{text}\n".encode()))
    return "tables.csv.xz", "xz"


def zlib_bytes(folder: Path, text: str) -> tuple[str, str]:
    (folder / "cache").write_bytes(zlib.compress(f"A cache of {text}, made once".encode()))
    return "cache", "zlib"


def file_name(folder: Path, text: str) -> tuple[str, str]:
    (folder / f"{text} chart.txt").write_text("Report", "utf-8")
    return f"{text} chart.txt", "its name"


def folder_name(folder: Path, text: str) -> tuple[str, str]:
    (folder / text).mkdir()
    return text, "its name"


PLACES: tuple[Place, ...] = (
    svg_title, svg_comment, svg_split, svg_attribute, png_text, png_compressed_text, png_international_text, png_exif,
    png_after_its_end, jpeg_comment, jpeg_wide_exif, notebook_output_text, notebook_output_html,
    notebook_output_picture, notebook_metadata, json_escaped, json_picture, docx_core, docx_custom, docx_comment, docx_inserted,
    docx_deleted, docx_split, docx_alt_text, docx_link, xlsx_text, xlsx_text_in_two_formats, xlsx_hidden_sheet, xlsx_footer, xlsx_sheet_name, xlsx_comment, ods_text,
    html_comment, html_style, html_cells, html_picture, html_drawing, html_entities, html_link, markdown_backslashes,
    base64_over_lines, text_in_utf_16, text_in_utf_16_without_mark, text_with_soft_hyphens, bytes_of_no_kind, pdf_page,
    pdf_metadata, pdf_information, pdf_alt_text, pdf_annotation, pdf_embedded_file, pdf_left_behind, zip_comment,
    zip_member_name, zip_extra_field, zip_before_its_members, zip_in_zip, gzip_file, bzip2_file, xz_file, zlib_bytes,
    file_name, folder_name,
)  # fmt: skip
