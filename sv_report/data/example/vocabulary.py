"""The invented measures, their value book, and the words that the example's returns use.

Data stage, example only: lists that a person can read and change, taken in by `make_example`. Measures and
proxies are this project's own: neither a reference, a name nor a value comes from the National TOMs or the
UK Social Value Bank.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# Every unit that the example writes. FTE and people may be levels; GBP is money; % is a share.
UNITS = ("FTE", "weeks", "hours", "GBP", "tonnes", "miles", "%", "people", "number")

MEASURE_SET = "Example measures 2022"

THEMES = {
    "JOB": "Jobs and skills",
    "SKL": "Jobs and skills",
    "GRO": "Growth and local business",
    "SOC": "Healthier and safer communities",
    "ENV": "Environment",
    "INN": "Innovation",
}
PRIORITIES = {
    "B": "Delivering better services",
    "E": "Protecting our environment",
    "G": "Supporting economic growth",
    "V": "Caring for the vulnerable",
}


@dataclass(frozen=True)
class Measure:
    """A row of `measures`."""

    ref: str
    set: str
    theme: str
    outcome: str
    priority: str
    name: str
    unit: str
    over_time: str
    across: str
    good: str
    valued: str
    counts_as: str
    sensitive: bool
    disadvantaged: bool


@dataclass(frozen=True)
class Proxy:
    """A row of `value_book`."""

    measure: str
    version: str
    price_year: str
    proxy_gbp: Decimal
    net_of: str
    attribution: Decimal | None
    deadweight: Decimal | None
    valid_from: date
    valid_to: date | None
    source: str
    licence: str


def table(text: str) -> list[list[str]]:
    """Return the cells of a list written as lines of `cell | cell | cell`."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


# ref | outcome | priority | name | unit | over time | across | good | valued | counts as | flags
# flags: s sensitive (a small count could point to a person), d a disadvantaged group
_MEASURES = """
JOB01 | Local people in work | G | Lancashire residents employed on the contract | FTE | stock | sum | high | valued | local |
JOB02 | Local people in work | G | Share of the contract's staff who live in Lancashire | % | share | weighted | high | record-only | local |
JOB03 | Fair work | B | Share of the contract's staff paid the real Living Wage or more | % | share | weighted | high | record-only | additional |
JOB04 | Work for people who find it hard to get | G | People taken on after a year or more out of work | FTE | stock | sum | high | valued | additional | d
JOB05 | Work for people who find it hard to get | V | Care leavers taken on | FTE | stock | sum | high | valued | additional | sd
JOB06 | Work for people who find it hard to get | G | People with a past conviction taken on | FTE | stock | sum | high | valued | additional | sd
JOB07 | Work for people who find it hard to get | V | Disabled people taken on | FTE | stock | sum | high | valued | additional | sd
SKL01 | Better skills | G | Weeks worked by apprentices on the contract | weeks | flow | sum | high | valued | additional |
SKL02 | Better skills | G | Weeks of training towards a recognised qualification | weeks | flow | sum | high | valued | additional |
SKL03 | Better skills | G | Weeks of paid work placement | weeks | flow | sum | high | valued | additional |
SKL04 | Young people ready for work | G | Staff hours given to schools and colleges | hours | flow | sum | high | valued | additional |
SKL05 | Young people ready for work | V | Hours of help into work (hours × people helped) | hours | flow | sum | high | valued | additional |
GRO01 | Local firms win work | G | Spend with suppliers based in Lancashire | GBP | flow | sum | high | valued | local |
GRO02 | Local firms win work | G | Spend with small Lancashire firms (not counted in GRO01) | GBP | flow | sum | high | valued | local |
GRO03 | A stronger voluntary sector | V | Spend with Lancashire charities and social enterprises | GBP | flow | sum | high | valued | local |
GRO04 | A stronger voluntary sector | G | Expert advice given to charities and small firms | hours | flow | sum | high | valued | additional |
GRO05 | Firms paid on time | G | Share of subcontractors' invoices paid within 30 days | % | share | weighted | high | record-only | additional |
GRO06 | Local firms win work | G | Meet-the-buyer events held | number | flow | sum | high | valued | additional |
SOC01 | Active communities | B | Staff hours volunteered on community projects | hours | flow | sum | high | valued | additional |
SOC02 | Active communities | B | Cash and goods given to community groups | GBP | flow | sum | high | valued | additional |
SOC03 | Vulnerable people supported | V | Hours of activities for older and vulnerable people | hours | flow | sum | high | valued | additional |
SOC04 | Healthier workplaces | V | Staff able to use a wellbeing programme | people | stock | sum | high | record-only | additional |
SOC05 | Vulnerable people supported | V | Share of the contract's staff trained in safeguarding | % | share | weighted | high | record-only | additional |
SOC06 | Good neighbours | B | Complaints from neighbours about the work | number | flow | sum | low | record-only | additional |
SOC07 | Good neighbours | B | Share of residents asked who were satisfied with the work | % | share | none | high | record-only | additional |
SOC08 | Safer places | V | Money and staff time put into crime prevention | GBP | flow | sum | high | valued | additional |
ENV01 | Less carbon | E | Carbon dioxide equivalent saved against the plan | tonnes | flow | sum | high | valued | additional |
ENV02 | Cleaner travel | E | Car miles saved by a travel plan | miles | flow | sum | high | valued | additional |
ENV03 | Cleaner travel | E | Miles driven in low or no emission vehicles | miles | flow | sum | high | valued | additional |
ENV04 | Less waste | E | Waste kept out of landfill | tonnes | flow | sum | high | valued | additional |
ENV05 | Cleaner travel | E | Share of the contract's vehicles that are electric | % | share | weighted | high | record-only | additional |
ENV06 | Greener places | E | Staff hours spent improving green spaces | hours | flow | sum | high | valued | additional |
ENV07 | Less waste | E | Single-use plastic bought | tonnes | flow | sum | low | record-only | additional |
INN01 | New ways of working | B | Money put into trials of new ways of working | GBP | flow | sum | high | valued | additional |
INN02 | New ways of working | B | Staff hours spent designing services with residents | hours | flow | sum | high | valued | additional |
INN03 | New ways of working | B | Trials of new ways of working completed | number | flow | sum | high | record-only | additional |
INN04 | Everyone online | V | Hours of digital skills coaching for residents | hours | flow | sum | high | valued | additional |
"""  # noqa: E501 (a measure is one line, as in the CSV)


def _measure(cells: list[str]) -> Measure:
    ref, outcome, priority, name, unit, over_time, across, good, valued, counts_as, flags = cells
    return Measure(
        ref=ref,
        set=MEASURE_SET,
        theme=THEMES[ref[:3]],
        outcome=outcome,
        priority=PRIORITIES[priority],
        name=name,
        unit=unit,
        over_time=over_time,
        across=across,
        good=good,
        valued=valued,
        counts_as=counts_as,
        sensitive="s" in flags,
        disadvantaged="d" in flags,
    )


MEASURES = {measure.ref: measure for measure in map(_measure, table(_MEASURES))}

# measure | £ a unit in EX-2022 | in EX-2023 | net of | attribution | deadweight
# An FTE's £ is for a year; one in JOB04 is already net of its deadweight, which is filled in all the same:
# it must not be taken off twice.
_PROXIES = """
JOB01 | 28000 | 29000 |            |     |
JOB04 | 16000 | 17000 | deadweight |     | 0.25
JOB05 | 18000 | 19000 |            |     | 0.1
JOB06 | 20000 | 21000 |            |     | 0.2
JOB07 | 15000 | 16000 |            |     |
SKL01 | 400   | 420   |            | 0.8 | 0.1
SKL02 | 300   | 310   | attribution; deadweight | |
SKL03 | 200   | 210   |            |     |
SKL04 | 30    | 32    |            |     |
SKL05 | 80    | 85    | attribution |    | 0.2
GRO01 | 1     | 1     |            |     |
GRO02 | 1     | 1     |            |     |
GRO03 | 1     | 1     |            |     |
GRO04 | 90    | 95    |            |     |
GRO06 | 0     | 0     |            |     |
SOC01 | 20    | 21    |            |     |
SOC02 | 1     | 1     |            |     |
SOC03 | 40    | 42    |            | 0.9 |
SOC08 | 1     | 1     |            |     |
ENV01 | 250   | 260   |            |     |
ENV02 | 0.25  | 0.3   |            |     |
ENV03 | 0.1   | 0.12  |            |     |
ENV04 | 100   | 105   |            | 0.5 |
ENV06 | 20    | 21    |            |     |
INN01 | 1     | 1     |            |     |
INN02 | 50    | 52    |            |     |
INN04 | 35    | 36    |            |     | 0.05
"""

# Version, price year, first and last day on which contracts were awarded under it.
VERSIONS = (
    ("EX-2022", "2022", date(2021, 4, 1), date(2023, 3, 31)),
    ("EX-2023", "2023", date(2023, 4, 1), None),
)
PROXY_SOURCE = "Invented for the example: not a National TOMs or UK Social Value Bank value"


def _fraction(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def _proxies() -> list[Proxy]:
    return [
        Proxy(
            measure=cells[0],
            version=version,
            price_year=price_year,
            proxy_gbp=Decimal(cells[1 + number]),
            net_of=cells[3],
            attribution=_fraction(cells[4]),
            deadweight=_fraction(cells[5]),
            valid_from=valid_from,
            valid_to=valid_to,
            source=PROXY_SOURCE,
            licence="MIT",
        )
        for cells in table(_PROXIES)
        for number, (version, price_year, valid_from, valid_to) in enumerate(VERSIONS)
    ]


VALUE_BOOK = {(proxy.measure, proxy.version): proxy for proxy in _proxies()}

# category | additional measures and their parts of the value | record-only measures | local measures
# The first two additional measures are always promised, of the others some are drawn.
_MENUS = """
Highways | SKL01 24, ENV01 16, JOB04 15, ENV04 12, INN01 9, ENV03 7, GRO04 6, SOC01 5, JOB06 5, SKL04 4, SOC02 4 | SOC07, JOB03, ENV05, SOC06 | GRO01, JOB01, GRO02
Construction | SKL01 22, ENV04 14, JOB04 14, ENV01 13, SKL03 7, INN01 7, GRO04 7, SOC02 7, JOB06 6, SKL04 5, SOC01 5 | SOC06, JOB03, GRO05, ENV07 | GRO01, GRO02, JOB01
Adult care | SOC03 20, SKL02 18, JOB04 13, JOB07 12, SOC01 8, SKL05 8, INN04 8, ENV02 7, SOC02 6 | JOB03, SOC05, SOC04 | JOB01, GRO03
Children's care | SOC03 19, JOB05 15, SKL02 17, SKL05 12, SKL04 9, SOC02 8, SOC01 8, INN02 7, ENV02 5 | SOC05, JOB03 | JOB01, GRO03
Education | JOB04 16, SKL04 15, SKL02 14, ENV04 13, SOC02 12, JOB07 10, SOC01 8, ENV06 7, GRO06 5 | JOB02, ENV07, JOB03 | JOB01, GRO01
ICT | INN01 20, SKL01 16, INN04 15, GRO04 12, INN02 10, SKL04 9, ENV01 8, JOB07 6, SOC02 4 | INN03, GRO05 | GRO02, GRO01
Facilities | JOB04 18, ENV04 16, SKL02 14, ENV01 12, JOB05 8, SOC02 8, JOB07 8, SOC01 8, ENV06 8 | JOB02, JOB03, ENV07 | JOB01, GRO01
Waste | ENV04 28, ENV01 21, ENV03 12, INN01 10, SKL01 9, JOB06 8, ENV06 7, SOC01 5 | ENV05, SOC06 | JOB01, GRO01
Transport | ENV03 24, ENV01 17, JOB04 15, SKL02 14, ENV02 10, SOC08 8, SOC01 6, SOC02 6 | ENV05, SOC05 | JOB01, GRO02
Professional | GRO04 26, INN02 17, SKL04 15, SKL03 12, SOC01 12, SOC02 9, INN01 9 | GRO05, INN03 | GRO02
Public health | SOC03 24, SKL05 16, INN04 14, INN02 12, SOC08 12, SOC01 12, JOB07 10 | SOC05, SOC04, INN03 | GRO03, JOB01
"""  # noqa: E501 (a category is one line)


@dataclass(frozen=True)
class Menu:
    """The measures that contracts of a category promise, the usual ones first."""

    additional: tuple[tuple[str, int], ...]  # measure and its part of the contract's additional value
    record_only: tuple[str, ...]
    local: tuple[str, ...]


def _menu(cells: list[str]) -> Menu:
    parts = [part.split() for part in cells[1].split(",")]
    return Menu(
        additional=tuple((ref, int(weight)) for ref, weight in parts),
        record_only=tuple(cells[2].replace(" ", "").split(",")),
        local=tuple(cells[3].replace(" ", "").split(",")),
    )


MENUS = {cells[0]: _menu(cells) for cells in table(_MENUS)}

# measure | evidence | what a supplier writes; {n} is the quantity, {of} the denominator, {place} the district
_STATEMENTS = """
JOB01 | Payroll extract | {n} full-time equivalent staff on the contract live in Lancashire. | Local staff at the {place} depot, by home postcode: {n} full-time equivalent.
JOB02 | Payroll extract | {n} of the {of} people on the contract live in Lancashire. | Home postcodes checked for all staff: {n} of {of} are in the county.
JOB03 | Payroll extract | {n} of {of} staff are paid the real Living Wage or more. | Pay rates reviewed in the quarter; {n} of {of} at or above the rate.
JOB04 | Payroll extract and referral letters | {n} full-time equivalent held by people who had been out of work for a year or more. | Starters through the jobcentre, still in post: {n} full-time equivalent.
JOB05 | Payroll extract | {n} full-time equivalent held by care leavers, each with a mentor. | Care leavers kept in post through the quarter: {n} full-time equivalent.
JOB06 | Signed statement from the human resources manager | {n} full-time equivalent held by people with a past conviction. | Staff recruited on release and still in post: {n} full-time equivalent.
JOB07 | Payroll extract | {n} full-time equivalent held by disabled people recruited for the contract. | Adjusted roles filled for the whole quarter: {n} full-time equivalent.
SKL01 | College attendance record | {n} weeks worked by apprentices on the contract. | Apprentices in trade and office roles worked {n} weeks in all.
SKL02 | Training certificates | {n} weeks of training towards a level 2 or level 3 award. | Staff training towards a qualification: {n} weeks, some of it at a college in {place}.
SKL03 | Placement agreements | {n} weeks of paid placement for students from {place}. | Paid placements in the project office: {n} weeks.
SKL04 | Letters from schools | {n} hours of careers talks and mock interviews in {place}. | Staff spent {n} hours with pupils on site visits and workshops.
SKL05 | Attendance register | {n} hours of help with applications and interviews, counted for each person helped. | Job club in {place}: {n} hours, hours × people.
GRO01 | Purchase ledger extract | £{n} spent with suppliers based in Lancashire. | Ledger filtered by supplier postcode: £{n}.
GRO02 | Purchase ledger extract | £{n} spent with small firms in the county, none of it counted elsewhere. | Small local subcontractors were paid £{n}.
GRO03 | Purchase ledger extract | £{n} spent with charities and social enterprises in Lancashire. | A social enterprise in {place} supplied goods and services for £{n}.
GRO04 | Timesheets | {n} hours of advice on finance, bids and property to charities and small firms. | Professional staff advised community groups for {n} hours.
GRO05 | Purchase ledger extract | {n} of {of} invoices were paid within 30 days. | Payment run reports: {n} paid on time out of {of}.
GRO06 | Event programme | Meet-the-buyer events held: {n}. | Events for local firms, one with the council's procurement team: {n} in the quarter.
SOC01 | Volunteering log | Staff gave {n} hours to community projects in {place}. | {n} hours of volunteering: painting, gardening and repairs.
SOC02 | Receipts and thank-you letters | Cash and goods worth £{n} given to community groups. | Donations to food banks and youth groups in {place}: £{n}.
SOC03 | Attendance register | {n} hours of lunch clubs, walks and visits for older and vulnerable people. | Activity sessions in {place} ran for {n} hours in all.
SOC04 | Provider's membership list | {n} staff could use the wellbeing programme throughout the quarter. | Wellbeing scheme open to {n} members of staff.
SOC05 | Training certificates | {n} of {of} staff hold a current safeguarding certificate. | Safeguarding refreshers: {n} of {of} staff are up to date.
SOC06 | Complaints log | Complaints received from neighbours: {n}. | Complaints about noise, parking and dust: {n}.
SOC07 | Survey returns | {n} of the {of} residents who answered were satisfied. | Door-to-door survey in {place}: {n} of {of} satisfied.
SOC08 | Invoices and timesheets | £{n} of money and staff time put into lighting, locks and youth sessions. | Crime prevention work in {place}, staff time included: £{n}.
ENV01 | Carbon calculator output | {n} tonnes saved by lower-carbon materials and fuel. | Saving against the baseline in the carbon plan: {n} tonnes.
ENV02 | Travel survey | {n} car miles saved by lift sharing, cycling and online meetings. | Staff travel survey: {n} fewer car miles.
ENV03 | Telematics report | {n} miles driven in electric and hybrid vehicles. | Vehicle trackers recorded {n} low emission miles.
ENV04 | Waste transfer notes | {n} tonnes reused or recycled rather than sent to landfill. | Waste transfer notes show {n} tonnes kept out of landfill.
ENV05 | Fleet list | {n} of the {of} vehicles on the contract are electric. | Fleet list on the last day of the quarter: {n} of {of} electric.
ENV06 | Photographs and sign-in sheets | {n} staff hours on planting and path repairs. | Work parties at green spaces in {place}: {n} hours.
ENV07 | Stock records | {n} tonnes of single-use plastic bought. | Purchases of wrapping, cups and sheeting: {n} tonnes.
INN01 | Trial plan and invoices | £{n} put into a trial agreed with the council. | Trial of new materials and tools in {place}: £{n}.
INN02 | Workshop notes | {n} staff hours in workshops with residents to redesign the service. | Co-design sessions: {n} staff hours.
INN03 | Trial report | Trials completed and written up: {n}. | Trials finished and shared with the contract manager: {n}.
INN04 | Attendance register | {n} hours of coaching in getting online safely. | Drop-in sessions at libraries in {place}: {n} hours.
"""  # noqa: E501 (a measure is one line)

EVIDENCE = {cells[0]: cells[1] for cells in table(_STATEMENTS)}
STATEMENTS = {cells[0]: tuple(cells[2:]) for cells in table(_STATEMENTS)}
