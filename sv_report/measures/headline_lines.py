"""The lines that the headline to date rests on, and what of each is in it.

Measures stage: narwhals expressions over the tables, from which `quality` adds up what is late, estimated, sent
again or against a rule. The engine adds; `stake` values the few sums.
"""

from typing import TYPE_CHECKING, Any

import narwhals as nw

from sv_report.measures.cube import Frame, seen_deliveries, seen_returns

if TYPE_CHECKING:
    from sv_report.measures.results import Results

PLACE = ("origin_file", "origin_sheet", "origin_row", "contract", "measure", "period")
BY = ("contract", "version", "measure")


def headline_lines(results: "Results") -> Frame:
    """Return every line of the returns seen, of periods ended by the report's end, with `counted`: what of it is in
    the headline (all that it claims, or what was validated of it)."""
    validated = nw.when(nw.col("is_assessed")).then(nw.col("quantity_validated"))
    return _to_date(results, seen_deliveries(results.tables, results.as_at)).with_columns(
        origin_sheet=nw.col("origin_sheet").fill_null(""),
        claimed=nw.col("quantity_claimed"),
        counted=nw.col("quantity_claimed") if results.headline == "reported" else validated.fill_null(0),
    )


def _to_date(results: "Results", frame: Frame) -> Frame:
    """Return the rows of contracts begun, of periods ended by the report's end, with the version that values them."""
    tables, end = results.tables, results.period.end
    contracts = tables["contracts"].filter(nw.col("start") <= end).select("ref", "value_book")
    ended = tables["periods"].filter(nw.col("period_end") <= end).select("period", "period_start")
    begun = frame.join(contracts, left_on="contract", right_on="ref", how="inner")
    return begun.join(ended, on="period", how="inner").with_columns(version=results.version_column())


def sums_by_flag(results: "Results") -> list[dict[str, Any]]:
    """Return the lines added up by contract and measure, and by whether they are late, sent again or estimated."""
    returned = seen_returns(results.tables, results.as_at).select(
        "contract", "period", "is_late", return_version=nw.col("version"), is_resubmitted=nw.col("versions") > 1
    )
    flags = ("is_late", "is_resubmitted", "estimated")
    counted = "claimed" if results.headline == "reported" else "validated_0"
    seen = results.lines.reduced.join(returned, on=["contract", "period", "return_version"], how="inner")
    frame = _to_date(results, seen).group_by(*BY, *flags).agg(counted=nw.col(counted).sum(), rows=nw.col("lines").sum())
    rows = results.tables.rows(frame.sort(*BY, *flags))
    return [{**row, "counted": row["counted"] or 0, "rows": int(row["rows"])} for row in rows]


def broken_lines(results: "Results") -> Frame | None:
    """Return the lines that break a rule, a row each line and rule, with the part at stake that is in the headline
    (`counted`) and the part that is not (`beyond`), kept beside the tables; None where no line breaks any."""
    broken = (
        results.tables["broken_rules"]
        .filter(nw.col("table_name") == "deliveries")
        .with_columns(origin_sheet=nw.col("origin_sheet").fill_null(""))
        .group_by("rule", *PLACE)
        .agg(at_stake=nw.col("quantity").sum())
    )
    if not results.tables.rows(broken.head(1)):
        return None
    lines = headline_lines(results).select(*PLACE, "version", "claimed", "counted")
    found = broken.join(lines, on=list(PLACE), how="inner").with_columns(
        counted=nw.min_horizontal("at_stake", "counted"),
        beyond=nw.min_horizontal(nw.col("at_stake"), nw.col("claimed") - nw.col("counted")),
    )
    return results.tables.keep(found, "at_stake")


def sums_by_rule(results: "Results") -> list[dict[str, Any]]:
    """Return the lines that break a rule added up by rule, contract and measure.

    `counted` is the part at stake that is in the headline, `beyond` the part that is not; neither is more than the
    rule puts at stake. A last rule, "", has each line once, with the most that any rule puts at stake.
    """
    found = results.broken_lines
    if found is None:
        return []
    by_rule = found.group_by("rule", *BY).agg(nw.col("counted").sum(), nw.col("beyond").sum(), rows=nw.len())
    once = found.group_by(*PLACE, "version").agg(nw.col("counted").max(), nw.col("beyond").max())
    each = once.group_by(*BY).agg(nw.col("counted").sum(), nw.col("beyond").sum(), rows=nw.len())
    rows = results.tables.rows
    return rows(by_rule.sort("rule", *BY)) + [{"rule": "", **row} for row in rows(each.sort(*BY))]
