"""The typefaces: the PDF's files, and whether the Word file's is on this machine."""

from collections.abc import Iterator
from pathlib import Path

from sv_report.diagnosis.noted import Here, Noted


def of_fonts(here: Here) -> Iterator[Noted]:
    """Note the typefaces of each council's profile, once each."""
    if here.root is None:
        return
    from sv_report.params import Workbench, council_names, read_profile

    workbench = Workbench(here.root)
    profiles = [(name, read_profile(name, workbench)[0]) for name in council_names(workbench)]
    styles = [(name, profile.style) for name, profile in profiles if profile]
    folders = {style.font_folder(workbench.templates, name): style.typefaces.pdf for name, style in styles}
    for folder, face in folders.items():
        yield _of_files(face, folder)
    yield from _of_word(sorted({style.typefaces.word for _, style in styles}))


def _of_files(face: str, folder: Path) -> Noted:
    """Note whether the four files of the PDF's typeface are there and can be read."""
    from sv_report.params.council.style import FACES

    names = [f"{face.replace(' ', '')}{ending}" for ending in FACES]
    bad = [name for name in names if not _family(folder / name)]
    place = "/".join(folder.parts[-3:] if "_extensions" in folder.parts else folder.parts[-2:])
    if not bad:
        return Noted("Typefaces", "in order", f"the PDF's and the charts' is {face}: its four files can be read.")
    why = "The PDF and the charts are set in it."
    what = f"{', '.join(bad)} in templates/{place}/ cannot be read."
    return Noted("Typefaces", "to mend", what, why, f"git checkout -- templates/{place}", stops=True)


def _of_word(faces: list[str]) -> Iterator[Noted]:
    if not faces:
        return
    here = _installed()
    for face in faces:
        if face in here:
            yield Noted("Typefaces", "in order", f"the Word file's, {face}, is on this machine.")
        else:
            why = "The file is right all the same; only here it is shown in another typeface, with other page ends."
            yield Noted("Typefaces", "worth knowing", f"the Word file's, {face}, is not on this machine.", why)


def _installed() -> set[str]:
    from matplotlib.font_manager import findSystemFonts

    return {_family(Path(path)) for path in findSystemFonts()}


def _family(path: Path) -> str:
    """Return the typeface of a font's file; empty where it cannot be read."""
    from matplotlib.ft2font import FT2Font

    try:
        return str(FT2Font(str(path)).family_name)
    except (OSError, RuntimeError):
        return ""
