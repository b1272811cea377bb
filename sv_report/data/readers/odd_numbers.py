"""Numbers that python-calamine takes for a wrong time or date, as they stand in the file.

Data stage, under `workbook`. A number below 0 in a cell with the format of a date is given as a time of day, the
serial 60 as the day of 59, and a number just below 1 as midnight. Takes the part of a sheet; gives those numbers.
It is asked only of sheets in which a doubtful time or date was seen.
"""

import re
import struct
from collections.abc import Iterable, Iterator

from sv_report.data.readers.biff import XLSB_ROW, Biff, xlsb_records
from sv_report.data.readers.mended import CellNumbers

TAG = rb"(?:[\w.-]+:)?"
NUMBER_CELL = re.compile(
    rb"<" + TAG + rb"c\s([^<>]*)(?<!/)>\s*(?:<" + TAG + rb"f(?:\s[^<>]*)?(?:/>|>[^<]*</" + TAG + rb"f>)\s*)?"
    rb"<" + TAG + rb"v[^<>]*>\s*(-[^<]{1,40}|60(?:\.[^<]{1,40})?|0?\.9999[^<]{1,40}|[^<]{1,20}[eE][^<]{1,20})<"
)
PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
NUMBER, RK, MULRK, FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
XLSB_RK, XLSB_REAL, XLSB_FORMULA_NUMBER = 2, 5, 9

Numbers = Iterator[tuple[tuple[int, int], float]]


def odd(numbers: Iterable[tuple[tuple[int, int], float]]) -> CellNumbers:
    """Return those of a sheet's numbers that are taken for a wrong time or date."""
    return {place: number for place, number in numbers if number < 0 or 0.9999 < number < 1 or 60 <= number < 61}


def xlsx_numbers(raw: bytes) -> Numbers:
    """Yield the numbers of a sheet's part that may be odd."""
    for match in NUMBER_CELL.finditer(raw):
        if place := PLACE.search(match[1]):
            try:
                yield (int(place[2]) - 1, _column(place[1])), float(match[2])
            except ValueError:  # a text
                continue


def xls_numbers(biff: Biff, index: int) -> Numbers:
    """Yield the numbers of an XLS sheet."""
    for kind, body in biff.records_of(index):
        if kind in (NUMBER, FORMULA) and len(body) >= 14:
            row, column, _, number = struct.unpack_from("<HHHd", body)
            if kind == NUMBER or body[12:14] != b"\xff\xff":  # else the formula gives a text, a truth or an error
                yield (row, column), number
        elif kind == RK and len(body) >= 10:
            row, column = struct.unpack_from("<HH", body)
            yield (row, column), _rk(body[6:10])
        elif kind == MULRK and len(body) >= 12:
            row, column = struct.unpack_from("<HH", body)
            for place in range(4, len(body) - 7, 6):
                yield (row, column + place // 6), _rk(body[place + 2 : place + 6])


def xlsb_numbers(raw: bytes) -> Numbers:
    """Yield the numbers of the part of an XLSB sheet."""
    row = 0
    for kind, body in xlsb_records(raw):
        if kind == XLSB_ROW and len(body) >= 4:
            row = int.from_bytes(body[:4], "little")
        elif kind == XLSB_RK and len(body) >= 12:
            yield (row, int.from_bytes(body[:4], "little")), _rk(body[8:12])
        elif kind in (XLSB_REAL, XLSB_FORMULA_NUMBER) and len(body) >= 16:
            yield (row, int.from_bytes(body[:4], "little")), struct.unpack_from("<d", body, 8)[0]


def _rk(raw: bytes) -> float:
    """Return a number of four bytes (MS-XLS 2.5.217): two bits say whether it is whole, and in hundredths."""
    (packed,) = struct.unpack("<i", raw)
    number = float(packed >> 2) if packed & 2 else struct.unpack("<d", bytes(4) + struct.pack("<i", packed & ~3))[0]
    return number / 100 if packed & 1 else number


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
