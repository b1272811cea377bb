"""A trial read of a workbook in a process of its own, with bounds of memory and time.

Data stage, under `safety`. Takes a workbook that a look cannot vouch for (every XLS and XLSB, a sparse XLSX);
refuses it where reading it whole needs too much. The process imports python-calamine alone, and starts in 10 ms.
Where the system knows no bound of memory (Windows), the bound of time stands alone.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from sv_report.data.readers.original import Original
from sv_report.data.readers.parts import damaged, encrypted, too_large

MEMORY = 400 << 20  # bytes; with what this process holds, less than 500 MB
SECONDS = 4.0  # for a small file, and one more for each further megabyte
SUFFIXES = {
    "xls": (".xls", ".xla"),
    "xlsx": (".xlsx", ".xlsm", ".xlam"),
    "xlsb": (".xlsb",),
    "ods": (".ods",),
}
NO_TIME = "a cell with the format of a time holds a number too large to be one"
PROGRAM = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[3]), int(sys.argv[3])))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass
sys.path.insert(0, sys.argv[1])
import python_calamine
try:
    if sys.argv[4] == "path":
        book = python_calamine.CalamineWorkbook.from_path(sys.argv[2])
    else:
        book = python_calamine.CalamineWorkbook.from_filelike(open(sys.argv[2], "rb"))
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_index(index)
            for row in sheet.iter_rows() if sheet.start else ():
                pass
except BaseException as problem:
    print(type(problem).__name__, str(problem)[:300].replace("\\n", " "))
else:
    print("read")
"""


def goes_by_name(file: Original, kind: str) -> bool:
    """Whether python-calamine may be given the path: it believes a suffix that it knows, right or wrong."""
    suffix = file.path.suffix
    return suffix in SUFFIXES[kind] or not any(suffix in known for known in SUFFIXES.values())


def try_reading(file: Original, kind: str) -> None:
    """Raise Unreadable if a workbook cannot be read within the bounds."""
    spec = find_spec("python_calamine")
    site = str(Path(spec.origin).parent.parent) if spec and spec.origin else ""
    way = "path" if goes_by_name(file, kind) else "content"
    command = [sys.executable, "-I", "-S", "-c", PROGRAM, site, str(file.path), str(MEMORY), way]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS + file.size / 1e6,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise too_large(file, "Reading it took too long for a file of its size.") from None
    said = done.stdout.decode("utf-8", "replace").strip()
    if said == "read":
        return
    if said.startswith("PasswordError"):
        raise encrypted(file)
    if not said or said.startswith("MemoryError"):
        why = f"Reading it needs more than {MEMORY >> 20} MB: a cell may stand far from the others, or it is damaged."
        raise too_large(file, why)
    if said.startswith("OverflowError"):
        raise damaged(file, NO_TIME)
    raise damaged(file, said.partition(" ")[2] or said)
