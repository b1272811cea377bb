"""Random plantings of exempt matter, fifty to a run, through the real engine and every format.

Two runs in the suite; `PLANTINGS=20` makes a thousand of them. None is in the public bytes; the control, the same edition
with its marks taken away, has every one. The bytes are searched here by means of their own, not by the leak check. What
is planted differs from run to run, the public bytes do not.
"""

import base64
import contextlib
import hashlib
import json
import os
import random
import re
import uuid
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from tests.functional.conftest import EDITION, sv_report
from tests.functional.part_two import PAIR, PRIVILEGED, REASON, SUPPLIER, add, exchange, rewrite, workbench

RUNS = int(os.environ.get("PLANTINGS", "2"))
SECTIONS = (
    *("brief_summary", "climate", "consultations", "crime_and_disorder", "data_protection", "detail", "equality"),
    *("financial", "human_resources", "legal", "next_steps", "options_considered", "procurement"),
    *("reasons_for_recommendation", "risk_management"),
)
BLOCKS = 15  # one a section
SPANS = 25
AMOUNTS = 5
HOSTILE = (
    "{}",
    "{} & Sons",
    "*{}* | $x$",
    "<b>{}</b>",
    "Ø {} «é»",
    "{}'s",
    "=1+{}",
    "{{{{ {} }}}}",
    "`{}`",
    "{} £4,821,337",
)
PLAIN = ("{}", "{} & Sons", "{}, at £4,821,337", "the bid of {}", "{}'s claim")


@dataclass(frozen=True)
class Planted:
    """What is planted: words that stand nowhere else, by the place they are planted in, and the appendix's file."""

    names: tuple[str, str, str]  # of the supplier and its two contracts
    blocks: tuple[str, ...]
    spans: tuple[str, ...]
    claim: str
    claimed: str

    @property
    def words(self):
        return [*self.names, *self.blocks, *self.spans, self.claim, self.claimed]


def planted(seed):
    """Return words of twelve letters each that no report has."""
    drawn = random.Random(seed)
    words = [
        "".join(drawn.choice("bcdfghjklmnpqrstvwxz") for _ in range(12)).capitalize() for _ in range(5 + BLOCKS + SPANS)
    ]
    return Planted(tuple(words[:3]), tuple(words[5 : 5 + BLOCKS]), tuple(words[5 + BLOCKS :]), words[3], words[4])


def plant(root, seed, *, marked):
    """Make a workbench with everything planted; without its marks it is the control."""
    drawn, words = random.Random(f"{seed} forms"), planted(seed)
    entries = [f"narrative: {section}, paragraph: 5, reason: '{PRIVILEGED}'" for section in SECTIONS]
    entries += [f"{what}, paragraph: 3, reason: '{REASON}'" for what in (f"supplier: {SUPPLIER}", "appendix: B")]
    notices = (
        "private_notice_published: 2024-01-10\nprivate_further_notice_published: 2024-01-31\nrepresentations: None.\n"
    )
    marks = "\nexempt:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries) + notices
    workbench(root, marks if marked else "\n", f"{words.claim}.pdf")
    (root / "params" / f"{words.claim}.pdf").write_bytes(f"%PDF {words.claimed}".encode())
    for section, word in zip(SECTIONS, words.blocks, strict=True):
        text = f"It is {drawn.choice(PLAIN).format(word)} of which this tells.\n\n- {word} once more"
        add(root, section, f"::: {{.exempt}}\n{text}\n:::" if marked else text)
    for number, word in enumerate(words.spans):
        text, section = drawn.choice(PLAIN).format(word), SECTIONS[number % len(SECTIONS)]
        add(
            root,
            section,
            f"What it comes to is [{text}]{{.exempt}} so far." if marked else f"It is {text} so far.",
        )
    names = dict(zip((SUPPLIER, *PAIR), (drawn.choice(HOSTILE).format(word) for word in words.names), strict=True))
    rewrite(root / "register" / "suppliers.csv", lambda row: {"name": names[row["id"]]} if row["id"] in names else {})
    rewrite(
        root / "register" / "contracts.csv", lambda row: {"title": names[row["ref"]]} if row["ref"] in names else {}
    )
    if seed % 2:  # what is one of the two contracts' becomes the other's: every total stays
        exchange(root)
    return root


def bytes_of(folder):
    """Return the digest of each file of a folder, by its name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def first_of_all(record, tmp_path_factory):
    """Return the record of whichever run was first, on whichever worker."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    own = shared / f"{uuid.uuid4()}.json"
    own.write_text(json.dumps(record), "utf-8")
    with contextlib.suppress(FileExistsError):
        os.link(own, shared / "public.json")
    return json.loads((shared / "public.json").read_text("utf-8"))


def run(root):
    done = sv_report("run", EDITION, "--root", root, "--engine", "embedded")
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "outputs" / EDITION


def readings(path):
    """Yield all that a file of a report can be read as: its bytes, its parts, its text, what is coded in it."""
    yield from parts(path.name, path.read_bytes())


def parts(name, raw):
    yield name.encode()
    yield raw
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(raw)) as package:
            for inner in package.namelist():
                yield from parts(inner, package.read(inner))
    if raw.startswith(b"%PDF-"):
        with pikepdf.open(BytesIO(raw)) as pdf:
            for thing in pdf.objects:
                yield (
                    bytes(thing.read_bytes())
                    if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image"
                    else str(thing).encode()
                )
        for page in pypdfium2.PdfDocument(raw):
            yield page.get_textpage().get_text_range().encode()
    for coded in re.findall(rb"[A-Za-z0-9+/]{64,}={0,2}", raw):
        yield base64.b64decode(coded[: len(coded) // 4 * 4])


def found_in(folder, words):
    """Return for each word, in any case and with any space within it, the files of a folder that hold it."""
    sought = {word.lower().encode(): word for word in words}
    found = {word: set() for word in words}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for reading in readings(path):
            squeezed = re.sub(rb"\s+", b"", reading).lower()
            for word in sought:
                if word in squeezed:
                    found[sought[word]].add(path.name)
    return found


def amounts_of(bundle):
    """Return unrounded amounts of the exempt contracts, as facts.json of the exempt copy has them."""
    exempt, public = (
        {fact["id"]: fact["value"] for fact in json.loads((bundle / part / "facts.json").read_text("utf-8"))}
        for part in ("exempt", "public")
    )
    own = [Decimal(value) for id, value in exempt.items() if id.endswith(("contract.c063", "contract.c064")) and value]
    shown = {Decimal(value) for value in public.values() if value}
    exact = {str(value.normalize()) for value in own if value not in shown and value % 1}  # pence tell them apart
    long = sorted(value for value in exact if len(re.sub(r"\D", "", value)) >= 8)
    return long[:: max(1, len(long) // AMOUNTS)][:AMOUNTS]


@pytest.mark.parametrize("seed", range(RUNS))
def test_none_of_fifty_plantings_is_in_public_bytes_and_the_control_has_them_all(seed, tmp_path, tmp_path_factory):
    words = planted(seed)
    bundle = run(plant(tmp_path / "marked", seed, marked=True))
    amounts = amounts_of(bundle)
    assert len(words.words) + len(amounts) == 50
    assert {word for word, files in found_in(bundle / "public", [*words.words, *amounts]).items() if files} == set()
    assert bytes_of(bundle / "public") == first_of_all(bytes_of(bundle / "public"), tmp_path_factory)

    control = run(plant(tmp_path / "control", seed, marked=False))
    found = found_in(control / "public", [*words.words, *amounts])
    assert [word for word, files in found.items() if not files] == []
    written = {"report.docx", "report.pdf", "report.html", "report.qmd", "report.ipynb"}
    assert [word for word in (*words.blocks, *words.spans) if not written <= found[word]] == []
