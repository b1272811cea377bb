"""Rating bands of a council's profile: every share in exactly one, and what is said of bands where that is not so."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sv_report.data.rules.table_rules import name_in_fact
from sv_report.errors import EditionError
from sv_report.findings import Finding
from sv_report.params import Band, Workbench, band_of, read_profile
from sv_report.params.council.ratings import best_first, faults_of
from tests.unit.wrong_editions import ROOT, bench, load

FILE = "templates/lancashire/profile.yml"
GREEN = "{word: Green, colour: green, from: 0.9}"
AMBER = "{word: Amber, colour: amber, from: 0.7, below: 0.9}"
RED = "{word: Red, colour: red, below: 0.7}"


def typed(folder: Path, *bands: str) -> tuple[Workbench, int]:
    """Return a workbench whose profile has these bands and no others, and the line above the first of them."""
    workbench = bench(folder)
    profile = folder / FILE
    before, _, after = profile.read_text("utf-8").partition("rating_bands:\n")
    rest = after[after.index("\n\n") :]
    listed = "".join(f"  - {band}\n" for band in bands)
    profile.write_text(f"{before}rating_bands:\n{listed}{rest}", "utf-8")
    return workbench, before.count("\n") + 1


def refused(folder: Path, *bands: str) -> tuple[list[Finding], int]:
    """Return what is said of bands that are refused, and the line above the first of them."""
    workbench, line = typed(folder, *bands)
    with pytest.raises(EditionError) as caught:
        load(workbench)
    found = [one for one in caught.value.findings if one.severity == "error"]
    assert {one.where.file for one in found} == {FILE}
    return found, line


def test_lancashires_bands_begin_at_90_and_at_70_per_cent() -> None:
    profile, findings = read_profile("lancashire", Workbench(ROOT))
    assert profile is not None
    assert findings == []
    shares = ("1.5", "0.9", "0.8999", "0.7", "0.6999", "0", "-2")
    bands = [band_of(profile.rating_bands, Decimal(share)) for share in shares]
    assert [band.word if band else None for band in bands] == [
        *("Green", "Green", "Amber", "Amber", "Red", "Red", "Red")
    ]
    assert [band.act for band in profile.rating_bands] == ["Good", "Approaching target", "Requires improvement"]


@pytest.mark.parametrize("order", [(GREEN, AMBER, RED), (RED, GREEN, AMBER), (AMBER, RED, GREEN)])
def test_bands_stand_best_first_in_whatever_order_they_are_typed(order: tuple[str, ...], tmp_path: Path) -> None:
    loaded, _ = load(typed(tmp_path, *order)[0])
    assert [band.word for band in loaded.profile.rating_bands] == ["Green", "Amber", "Red"]


def test_a_council_may_have_no_bands_and_then_nothing_is_rated(tmp_path: Path) -> None:
    loaded, _ = load(typed(tmp_path)[0])
    assert loaded.profile.rating_bands == ()
    assert band_of(loaded.profile.rating_bands, Decimal(1)) is None


def test_one_band_without_limits_takes_every_share(tmp_path: Path) -> None:
    [band] = load(typed(tmp_path, "{word: Reported, colour: grey}")[0])[0].profile.rating_bands
    assert band_of([band], Decimal(-7)) == band_of([band], Decimal(7)) == band
    assert band.act is None


def test_a_limit_may_be_typed_in_per_cent_and_above_all_that_was_due(tmp_path: Path) -> None:
    bands = ("{word: Beyond, colour: blue, from: 110%}", "{word: Short, colour: red, below: 1.10}")
    above, below = load(typed(tmp_path, *bands)[0])[0].profile.rating_bands
    assert above.at_least == below.below == Decimal("1.1")


@pytest.mark.parametrize(
    ("bands", "field", "message", "remedy"),
    [
        ((GREEN, AMBER.replace("0.7", "0.75"), RED), "2.from",
         "Nothing rates a share from 0.70 to 0.75.", "Write from: 0.70 here, or below: 0.75 in Red."),
        ((RED, AMBER, GREEN.replace("0.9", "0.955")), "3.from",
         "Nothing rates a share from 0.90 to 0.955.", "Write from: 0.90 here, or below: 0.955 in Amber."),
        ((GREEN.replace("0.9", "0.85"), AMBER, RED), "1.from",
         "A share of 0.85 would be both Green and Amber.", "Write below: 0.85 in Amber, or change from."),
        ((GREEN, AMBER.replace("from: 0.7", "from: 0.9"), RED), "2.below",
         "Amber ends below 0.90, but begins at 0.90.", "Write a share above its from"),
        ((GREEN, AMBER.replace("0.7, below: 0.9", "0.9, below: 0.7"), RED), "2.below",
         "Amber ends below 0.70, but begins at 0.90.", "Write a share above its from"),
        ((GREEN, AMBER, RED.replace("below", "from: 0, below")), "3.from",
         "Nothing rates a share below 0.00.", "Delete from: of Red, the lowest band."),
        ((GREEN.replace("0.9", "0.9, below: 1"), AMBER, RED), "1.below",
         "Nothing rates a share of 1.00 or more.", "Delete below: of Green, the highest band."),
        ((GREEN, AMBER.replace("from: 0.7, ", ""), RED), "2.from",
         "Both Amber and Red have no from, so the lowest shares would be both.", "Add from: to the higher"),
        ((GREEN, AMBER.replace(", below: 0.9", ""), RED), "2.below",
         "Both Green and Amber have no below, so the highest shares would be both.", "Add below: to the lower"),
        ((GREEN, AMBER.replace("Amber", "Green"), RED), "2.word",
         "Two bands are called Green.", "Give each its own word."),
        (("{word: On track, colour: green, from: 1}", "{word: on-track, colour: red, below: 1}"), "2.word",
         "'on-track' differs only in capitals, spaces or marks from 'On track'", "a letter or figure"),
        ((GREEN.replace("Green", "✓"), AMBER, RED), "1.word",
         "'✓' has no letter from A to Z and no figure.", "Write a word, as Green."),
        ((GREEN.replace("green", "emerald"), AMBER, RED), "1.colour",
         "'emerald' is not one of green, amber, red, blue, grey.", "Write one of"),
        ((GREEN, AMBER, RED.replace("red,", "red, act: Poor,")), "3.act",
         "'Poor' is not one of Good, Approaching target, Requires improvement, Inadequate.", "Write one of"),
        ((GREEN.replace("from", "form"), AMBER, RED), "1.form", "There is no field form.", "Did you mean from?"),
        ((GREEN.replace("from", "at_least"), AMBER, RED), "1.at_least", "There is no field at_least.", "There are:"),
        ((GREEN.replace("word: Green, ", ""), AMBER, RED), "1.word", "The field word is missing.", "Add word: Green"),
    ],
)  # fmt: skip
def test_bands_that_do_not_rate_every_share_once_are_refused(
    bands: tuple[str, ...], field: str, message: str, remedy: str, tmp_path: Path
) -> None:
    [found], above = refused(tmp_path, *bands)
    assert (found.where.field, found.where.row) == (f"rating_bands.{field}", above + int(field[0]))
    assert message in found.message
    assert remedy in found.remedy


@pytest.mark.parametrize("share", ["NaN", "inf", "-.inf", "-0.1", "1e3", "9e-1", "true", "2023-04-01", "0x1", "1_0",
                                   "٠.٩", "90", "10.1", "[0.9]", "{a: 0.9}", "0.9 %%", '"0,9"'])  # fmt: skip
def test_a_limit_that_is_no_share_is_refused(share: str, tmp_path: Path) -> None:
    [found], _ = refused(tmp_path, GREEN.replace("0.9", share), AMBER, RED)
    assert found.where.field == "rating_bands.1.from"
    assert "is not a share from 0 to 10." in found.message or "This should be text" in found.message
    assert found.remedy


def test_a_group_where_the_list_of_bands_should_be_is_refused(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    profile = tmp_path / FILE
    before, _, after = profile.read_text("utf-8").partition("rating_bands:\n")
    profile.write_text(f"{before}rating_bands: {GREEN}\n{after[after.index('# Key performance') :]}", "utf-8")
    with pytest.raises(EditionError, match="A group of fields stands where a list should"):
        load(workbench)


def test_two_things_wrong_with_bands_are_said_at_once(tmp_path: Path) -> None:
    amber = AMBER.replace("0.7", "0.75").replace("0.9", "0.95")
    found, _ = refused(tmp_path, GREEN, amber, RED)
    assert [one.where.field for one in found] == ["rating_bands.1.from", "rating_bands.2.from"]


def test_a_gap_beside_a_limit_that_cannot_be_read_is_not_guessed_at(tmp_path: Path) -> None:
    found, _ = refused(tmp_path, GREEN, AMBER.replace("0.7", "lots"), RED.replace("0.7", "0.6"))
    assert [one.where.field for one in found] == ["rating_bands.2.from"]


def test_a_band_is_named_in_facts_as_the_other_names_in_them_are() -> None:
    words = ("Green", "On track", "Behind (just)", "Band 2", "Très bien")
    slugs = [Band.model_validate({"word": word, "colour": "blue"}).slug for word in words]
    assert slugs == [name_in_fact(word) for word in words]


LIMITS = st.decimals(min_value=0, max_value=10, places=2) | st.none()
SHARES = st.decimals(min_value=-20, max_value=20, places=3)


def made(limits: list[tuple[Decimal | None, Decimal | None]]) -> list[Band]:
    """Return bands of these limits, called after the letters."""
    fields = ({"colour": "grey", "from": low and str(low), "below": high and str(high)} for low, high in limits)
    return [Band.model_validate({"word": "ABCDEF"[number], **one}) for number, one in enumerate(fields)]


@st.composite
def cut(draw: st.DrawFn) -> list[Band]:
    """Give the bands between a few cut-offs, in any order."""
    cuts: list[Decimal | None] = sorted(draw(st.sets(st.decimals(min_value=0, max_value=10, places=2), max_size=5)))
    return made(draw(st.permutations(list(zip([None, *cuts], [*cuts, None], strict=True)))))


@given(bands=cut(), share=SHARES)
def test_bands_between_cut_offs_are_accepted_and_hold_every_share_once(bands: list[Band], share: Decimal) -> None:
    assert faults_of(bands) == []
    [holding] = [band for band in bands if band_of([band], share)]
    assert band_of(best_first(bands), share) == holding


@given(limits=st.lists(st.tuples(LIMITS, LIMITS), min_size=1, max_size=4))
def test_bands_are_refused_exactly_where_a_share_is_in_none_or_in_two(
    limits: list[tuple[Decimal | None, Decimal | None]],
) -> None:
    bands = made(limits)
    edges = sorted({edge for low, high in limits for edge in (low, high) if edge is not None})
    shares = [Decimal(-1), *edges, *(edge - Decimal("0.001") for edge in edges), Decimal(11)]
    once = all(len([band for band in bands if band_of([band], share)]) == 1 for share in shares)
    without_any_share = any(band.ends <= band.begins for band in bands)
    assert (faults_of(bands) == []) == (once and not without_any_share)
