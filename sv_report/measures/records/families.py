"""What records of a kind have in common, in an officer's words: what they say, and why it matters.

Measures stage. The methods page prints each family once.
"""

from sv_report.measures.records.record import Family

GREEN_BOOK = "HM Treasury, the Green Book: attribution and deadweight; council practice of social value frameworks"
PRACTICE = "practice of councils' social value reports to Cabinet"
ROTHERHAM = "Rotherham Council, social value annual reports to Cabinet: commitments, delivered, validated delivered"

COMMITTED = Family(
    "Committed",
    "What suppliers promised over the whole life of their contracts. Contracts that begin after the period are left "
    "out, and so is what was promised for quarters that begin after a contract was terminated.",
    "It is what residents have been told to expect.",
    "high", GREEN_BOOK,
)  # fmt: skip
DUE = Family(
    "Due",
    "The part of what was promised that was to be delivered by a day, by the quarters in which each contract said it "
    "would. A promise for a quarter is due whole, even if the contract held for part of the quarter.",
    "Delivery can only be judged against what should have been delivered by now, not against the whole life.",
    "", GREEN_BOOK,
)  # fmt: skip
REPORTED = Family(
    "Reported",
    "All that suppliers claimed in the returns received by the as-at day. A later version of a return replaces the "
    "whole of the one before; a claim below nothing takes back what was claimed before.",
    "It is the suppliers' word, before anyone has looked at the evidence.",
    "high", ROTHERHAM,
)  # fmt: skip
VALIDATED = Family(
    "Validated",
    "The part of what was reported that contract managers had looked at and accepted by the as-at day.",
    "It is what the council can stand behind.",
    "high", ROTHERHAM,
)  # fmt: skip
AWAITING = Family(
    "Awaiting validation",
    "What was claimed on lines that nobody had assessed by the as-at day. Reported is validated, awaiting and not "
    "accepted together.",
    "It may still become validated: the latest quarter is always the least complete.",
    "low", ROTHERHAM,
)  # fmt: skip
NOT_ACCEPTED = Family(
    "Not accepted",
    "What was claimed less what was accepted, on lines that have been assessed.",
    "It tells how far suppliers' claims can be relied on.",
    "low", ROTHERHAM,
)  # fmt: skip
SHARE_OF_DUE = Family(
    "Share of due",
    "The headline to date as a share of what was due to date. A contract that sent no return counts as having "
    "delivered nothing. Where nothing was due there is no share.",
    "It says whether suppliers keep their promises on time.",
    "high", PRACTICE,
)  # fmt: skip
SHARE_OF_LIFE = Family(
    "Share of the whole life",
    "The headline to date as a share of all that is promised over the life of contracts.",
    "It says how much of the promise is already delivered; it is low while contracts are young.",
    "high", PRACTICE,
)  # fmt: skip
COVERAGE = Family(
    "Coverage",
    "How much of what was due the returns received speak of, and how much of what they claim has been assessed.",
    "A figure that rests on few returns says less: silence is not delivery.",
    "", "Lancashire LEP: more than three quarters of projects reporting, said beside the figure",
)  # fmt: skip
WITHOUT_COMMITMENT = Family(
    "Without a commitment",
    "The part of the headline to date that is of a measure to which the contract never committed.",
    "It counts in the totals, and it hides shortfalls elsewhere if it is not stated.",
    "", "Essex County Council, quarterly returns: data relates to a commitment in this contract",
)  # fmt: skip
EARLIER = Family(
    "Earlier periods",
    "The last quarter, the same quarter of last year, and last year to the same point, as they are known now. Not "
    "available where the data does not go back so far; not applicable where no contract had begun.",
    "A figure means little without the one before.",
    "", "Havering Council: short and long direction of travel",
)  # fmt: skip
CHANGE = Family(
    "Change",
    "The headline less that of an earlier period, and the same as a share of the earlier one.",
    "It says what moved, and by how much.",
    "high", "Lancashire County Council finance reports: variance with its percentage in brackets",
)  # fmt: skip
MOVED = Family(
    "What a change is made of",
    "The part that each contract has in the change on the last quarter, and in the revision of what the last report "
    "said; the rises and the falls added up apart, and the three largest as a share of each. A contract that sent no "
    "return counts as nothing, as it does in the whole, so that the parts add up to the change.",
    "It says which contracts account for a movement, without saying why.",
    "", "Lancashire County Council finance reports: the services that account for a variance are named",
)  # fmt: skip
THEN = Family(
    "Known then and known now",
    "What the last report said of its quarter, from the data received and validated by its own as-at day, and by how "
    "much that has been revised since. Not available unless the edition gives last_report_data_as_at.",
    "Late returns and later validation change a quarter after it was reported; the reader is told.",
    "", "Analysis Function: revisions are stated",
)  # fmt: skip
FORECAST = Family(
    "Forecast for the year",
    "What is expected by 31 March if each commitment goes on as it has in the year so far. Of what is still due, the "
    "share that was delivered of what was due so far is expected, never more than all of it; where nothing was due "
    "so far, what is due is taken as promised. Not validated yet counts as not delivered, so that it errs low. Where "
    "low is good all that was reported counts, and more than is allowed may be expected.",
    "It gives time to act before the year ends.",
    "high", "sv_report, docs/decisions/0015; English Cabinet finance reports forecast to outturn",
)  # fmt: skip
CONCENTRATION = Family(
    "Concentration",
    "How much of the headline comes from one contract, and from five, of all contracts whose own is above nothing.",
    "A total that hangs on one contract falls when that contract ends.",
    "low", "Rotherham Council, 2025: one contract gave £3.1m of £12.3m",
)  # fmt: skip
PER_POUND = Family(
    "Value for each £1",
    "The headline to date for each £1 spent on the contracts whose spend is recorded, and what was promised for each "
    "£1 of contract value, as it stands on the period's last day.",
    "It lets a small contract and a large one be compared.",
    "high", "Essex County Council: a target of £0.25 of social value for each £1",
)  # fmt: skip
SPEND = Family(
    "Spend and contract value",
    "What was paid on contracts, and what contracts that carry a commitment are worth. This is cash; social value is "
    "not, and the two are never added.",
    "It is the denominator of value for each £1.",
    "", "Local Government Transparency Code 2015: contract registers and spend",
)  # fmt: skip
ON_SCHEDULE = Family(
    "Commitments on schedule",
    "A commitment is one contract's promise of one measure. It is on schedule when the headline to date, in the "
    "measure's own unit, reaches what was due; where low is good, when all that was reported is within what was "
    "allowed in the quarters of which a return speaks. One never reported on is not. Without a value book this is the "
    "headline.",
    "It needs no £, and a large surplus on one promise cannot hide a shortfall on another.",
    "high", "East Sussex scrutiny of social value: reporting without proxy values",
)  # fmt: skip
MONITORED = Family(
    "Contracts and returns",
    "A contract is monitored if it held on any day of the period and carries a commitment. Each owes one return a "
    "quarter. It is behind if its headline to date is below what was due to date; without a value book, or where no "
    "additional £ was due of it, if any of its commitments is not on schedule. How many were behind at the end of the "
    "last quarter is as it is known now.",
    "A missing return is the first sign of a promise not kept.",
    "", PRACTICE,
)  # fmt: skip
RATED = Family(
    "Ratings",
    "The profile's band for the share of due, as it is before rounding; without a value book, and where no additional "
    "£ was due, for the share of commitments on schedule; of a measure, in its own unit. Where nothing was due yet "
    "there is no rating. Shares are of rated contracts only; those rated and those not rated are all that are "
    "monitored.",
    "Members look at the reds first.",
    "", "Havering Council: percentages of rated indicators only; bands are each council's own",
)  # fmt: skip
TRAVEL = Family(
    "Direction of travel",
    "Whether the share of due to date is better than at the end of the last quarter (short) and of the same quarter "
    "last year (long), as both are printed. Not comparable where nothing was due by then.",
    "An amber that improves is another matter than one that worsens.",
    "", "Havering Council: direction of travel, short and long",
)  # fmt: skip
KPIS = Family(
    "Procurement Act 2023: performance indicators",
    "Contracts of more than £5m under the Act need at least three published indicators, assessed at least every 12 "
    "months and when the contract ends; frameworks, concessions, private utilities and light touch contracts do not. "
    "Where the register does not tell, it is said so. The value is the one recorded, and should include VAT. A "
    "contract's rating is the lowest given at its last assessment.",
    "The council must publish a contract performance notice for each.",
    "", "Procurement Act 2023 s52 and s71; SI 2024/692 reg 39(4) and (5)",
)  # fmt: skip
QUANTITY = Family(
    "Measures in their own units",
    "The quarters of a flow add. A level held through a quarter adds a quarter of a unit-year: 10 FTE held for four "
    "quarters are 10 FTE-years, for three 7.5; one quarter prints its level. A share is divided once, from the sums "
    "of its parts. Different units are never added.",
    "It is what was done, before any price is put on it.",
    "", "TOMs Handbook 2021: reporting periods and FTEs",
)  # fmt: skip
TEXTS = Family("Words", "What the report says of itself.", "A narrative prints the same words as the tables.")
