"""Facts computed again from the CSV files by plain pandas, with none of the package's code: equal to the penny."""

import json
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "sv_report" / "data" / "example"
AS_AT = "2024-01-19"
END = "2023-24 Q3"
YEAR = "2023-24"


def table(name):
    return pd.read_csv(EXAMPLE / f"{name}.csv", dtype=str, keep_default_na=False)


def number(text, blank="0"):
    return Decimal(text or blank)


@pytest.fixture(scope="module")
def book():
    """£ of one unit by measure and version: proxy × attribution × (1 - deadweight), less what it is net of."""
    worth = {}
    for row in table("value_book").itertuples():
        net = row.net_of.replace(" ", "").split(";")
        attribution = Decimal(1) if "attribution" in net else number(row.attribution, "1")
        deadweight = Decimal(0) if "deadweight" in net else number(row.deadweight)
        worth[row.measure, row.version] = Decimal(row.proxy_gbp) * attribution * (1 - deadweight)
    return worth


@pytest.fixture(scope="module")
def lines(book):
    """A function that gives the £ of each row of a frame with contract, measure and a quantity column."""
    contracts = table("contracts").set_index("ref")
    measures = table("measures").set_index("ref")
    started = contracts[contracts.start <= "2023-12-31"].index

    def gbp(frame, quantity, counts_as="additional"):
        kept = frame[frame.contract.isin(started)]
        kept = kept[kept.measure.map(measures.valued).eq("valued") & kept.measure.map(measures.counts_as).eq(counts_as)]
        total = Decimal(0)
        for row in kept.to_dict("records"):
            worth = number(row[quantity]) * book[row["measure"], contracts.value_book[row["contract"]]]
            total += worth / 4 if measures.over_time[row["measure"]] == "stock" else worth
        return total

    return gbp


@pytest.fixture(scope="module")
def due():
    """Commitments still owed: not those of a quarter begun after the contract's termination."""
    frame = table("commitments").merge(table("contracts")[["ref", "terminated_on"]], left_on="contract", right_on="ref")
    first_day = {"1": "-04-01", "2": "-07-01", "3": "-10-01"}

    def start(period):
        quarter = period[-1]
        return f"{int(period[:4]) + 1}-01-01" if quarter == "4" else period[:4] + first_day[quarter]

    return frame[(frame.terminated_on == "") | (frame.period.map(start) <= frame.terminated_on)]


@pytest.fixture(scope="module")
def seen():
    """The lines of the latest version received of each return, with what had been validated by the day."""
    returns = table("returns")
    returns = returns[(returns.received_on != "") & (returns.received_on <= AS_AT)].assign(
        version=lambda f: f.version.astype(int)
    )
    latest = returns.groupby(["contract", "period"], as_index=False).version.max()
    deliveries = table("deliveries").assign(version=lambda f: f.return_version.astype(int))
    lines = deliveries.merge(latest, on=["contract", "period", "version"])
    late = (lines.validated_on == "") | (lines.validated_on > AS_AT)
    lines.loc[late, "quantity_validated"] = "0"
    return lines


@pytest.fixture(scope="module")
def facts(bundle):
    return {fact["id"]: fact for fact in json.loads((bundle / "public" / "facts.json").read_text("utf-8"))}


def pennies(fact):
    return Decimal(fact["value"]).quantize(Decimal("0.01"))


def test_committed_over_life(facts, lines, due):
    assert pennies(facts["sv_committed_life"]) == lines(due, "quantity").quantize(Decimal("0.01"))


def test_due_to_date(facts, lines, due):
    assert pennies(facts["sv_due_to_date"]) == lines(due[due.period <= END], "quantity").quantize(Decimal("0.01"))


def test_local_value_due_to_date(facts, lines, due):
    total = lines(due[due.period <= END], "quantity", "local")
    assert pennies(facts["lev_due_to_date"]) == total.quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("fact", "column"), [("sv_reported", "quantity_claimed"), ("sv_validated", "quantity_validated")]
)
def test_reported_and_validated_in_the_quarter_the_year_and_to_date(facts, lines, seen, fact, column):
    windows = {
        "quarter": seen[seen.period == END],
        "ytd": seen[seen.period.str.startswith(YEAR) & (seen.period <= END)],
        "to_date": seen[seen.period <= END],
    }
    for window, frame in windows.items():
        assert pennies(facts[f"{fact}_{window}"]) == lines(frame, column).quantize(Decimal("0.01")), window


def test_share_of_due(facts, lines, seen, due):
    share = lines(seen[seen.period <= END], "quantity_validated") / lines(due[due.period <= END], "quantity")
    assert abs(Decimal(facts["sv_share_of_due"]["value"]) - share) < Decimal("1e-12")


def test_returns_and_contracts(facts, due):
    contracts = table("contracts")
    last = contracts.terminated_on.where(contracts.terminated_on != "", contracts.end)
    active = contracts[(contracts.start <= "2023-12-31") & (last >= "2023-10-01")]
    monitored = set(active.ref) & set(due.contract)
    returns = table("returns")
    received = returns[(returns.period == END) & (returns.received_on != "") & (returns.received_on <= AS_AT)]
    assert facts["contracts_monitored"]["value"] == str(len(monitored))
    assert facts["returns_due"]["value"] == str(len(monitored))
    assert facts["returns_received"]["value"] == str(len(monitored & set(received.contract)))


def test_contracts_behind(facts, lines, seen, due):
    contracts = table("contracts")
    last = contracts.terminated_on.where(contracts.terminated_on != "", contracts.end)
    active = contracts[(contracts.start <= "2023-12-31") & (last >= "2023-10-01")]
    behind = 0
    for ref in set(active.ref) & set(due.contract):
        owed = lines(due[(due.contract == ref) & (due.period <= END)], "quantity")
        done = lines(seen[(seen.contract == ref) & (seen.period <= END)], "quantity_validated")
        behind += done < owed
    assert facts["contracts_behind"]["value"] == str(behind)


@pytest.fixture(scope="module")
def by_contract(lines, seen, due):
    """What each contract was due and had validated to date, in £."""
    refs = sorted(set(due.contract))
    return {
        ref: (lines(due[(due.contract == ref) & (due.period <= END)], "quantity"),
              lines(seen[(seen.contract == ref) & (seen.period <= END)], "quantity_validated"))
        for ref in refs
    }  # fmt: skip


def test_contracts_by_rating(facts, by_contract, due):
    contracts = table("contracts")
    last = contracts.terminated_on.where(contracts.terminated_on != "", contracts.end)
    active = contracts[(contracts.start <= "2023-12-31") & (last >= "2023-10-01")]
    shares = [done / owed for owed, done in (by_contract[ref] for ref in set(active.ref) & set(due.contract)) if owed]
    green = sum(share >= Decimal("0.9") for share in shares)
    amber = sum(Decimal("0.7") <= share < Decimal("0.9") for share in shares)
    found = {word: facts[f"contracts_by_rating.rating.{word}"]["value"] for word in ("green", "amber", "red")}
    assert found == {"green": str(green), "amber": str(amber), "red": str(len(shares) - green - amber)}


def test_the_five_contracts_with_most(facts, by_contract):
    worth = sorted(((done, ref) for ref, (_, done) in by_contract.items()), reverse=True)
    first = sum(done for done, _ in worth[:5]) / sum(done for done, _ in worth)
    assert facts["sv_top_contract_to_date"]["text"].split()[0] == worth[0][1]
    assert abs(Decimal(facts["sv_top_five_share_to_date"]["value"]) - first) < Decimal("1e-12")


def test_change_on_the_last_quarter(facts, lines, seen):
    now, before = (lines(seen[seen.period == period], "quantity_validated") for period in (END, "2023-24 Q2"))
    assert pennies(facts["sv_change_on_last_quarter"]) == (now - before).quantize(Decimal("0.01"))
