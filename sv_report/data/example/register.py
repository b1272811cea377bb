"""The invented suppliers and contracts, with the plan from which each contract's story is made.

Data stage, example only: lists that a person can read and change, taken in by `make_example`. Every
supplier's name holds a word of `MARKERS`, so that none can be taken for a real firm.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sv_report.data.example.vocabulary import table

MARKERS = ("Example", "Sample", "Specimen", "Illustrative", "Invented", "Placeholder", "Notional")

DIRECTORATES = {
    "A": "Adult and Health Services",
    "C": "Education and Children's Services",
    "G": "Growth and Environment",
    "H": "Highways and Transport",
    "R": "Resources",
}


@dataclass(frozen=True)
class Supplier:
    """A row of `suppliers`; `sme` may be unknown."""

    id: str
    name: str
    company_number: str
    postcode: str
    local: bool
    sme: bool | None
    vcse: bool


@dataclass(frozen=True)
class Plan:
    """What the lists below say of a contract; `rate` 0 promises no social value."""

    ref: str
    title: str
    supplier_id: str
    directorate: str
    district: str  # blank: the whole county
    category: str
    start: date
    end: date
    terminated_on: date | None
    value: Decimal
    rate: int  # additional social value as a percentage of the contract's value
    shape: str  # how the promise is spread over the contract's life
    form: str  # how well it is kept


@dataclass(frozen=True)
class Variation:
    """A row of `variations`: the value of a contract as a whole, from a day on."""

    contract: str
    effective_on: date
    value: Decimal
    reason: str


# id | name | postcode | flags
# flags: l local, s small or medium, v voluntary sector or social enterprise, ? size unknown
_SUPPLIERS = """
S01 | Example Highways Ltd | ZZ1 1AA | l
S02 | Specimen & Sons (Surfacing) Ltd | ZZ2 3BD | ls
S03 | Sample Bridge Civil Engineering plc | ZZ31 4GH |
S04 | Illustrative Construction Group plc | ZZ32 1AB |
S05 | Sample-Built Schools Ltd | ZZ3 2EF | l
S06 | Placeholder Joinery & Roofing Ltd | ZZ4 5JK | ls
S07 | Illustrative Care Services CIC | ZZ1 2LM | lsv
S08 | Notional Home Care Ltd | ZZ5 6NP | ls
S09 | Example Residential Care Homes Ltd | ZZ33 7QR |
S10 | Invented Supported Living Trust | ZZ2 8ST | lv
S11 | Placeholder Children's Homes Ltd | ZZ34 2UW | s
S12 | Example Fostering Partnership CIC | ZZ6 1XY | lsv
S13 | Specimen Family Support (Lancashire) | ZZ3 4AA | lsv
S14 | Sample School Catering Ltd | ZZ4 7BB | l
S15 | Notional Facilities Management plc | ZZ35 5DD |
S16 | Illustrative Cleaning Co-operative Ltd | ZZ5 9EE | lsv
S17 | Example Waste Transfer Ltd | ZZ6 3FF | l
S18 | Invented Recycling & Reuse CIC | ZZ1 8GG | lsv
S19 | Sample Street Lighting Ltd | ZZ36 1HH |
S20 | Placeholder Traffic Signals Ltd | ZZ37 9JJ | s
S21 | Specimen Coaches Ltd | ZZ2 6LL | ls
S22 | Notional Community Transport | ZZ7 4NN | lsv
S23 | Example Information Systems plc | ZZ38 3PP |
S24 | Illustrative Network Support Ltd | ZZ3 9QQ | ls
S25 | Sample Software Studio Ltd | ZZ39 2RR | s
S26 | Notional Legal, Land & Property LLP | ZZ4 1SS | ls
S27 | Placeholder Consulting Engineers Ltd | ZZ40 8TT |
S28 | Invented Audit & Assurance LLP | ZZ41 6UU |
S29 | Example Recovery Services (Charity) | ZZ5 3WW | lv
S30 | Specimen Healthy Weight CIC | ZZ6 7XX | lsv
S31 | Illustrative Sexual Health Partnership Ltd | ZZ42 4YY |
S32 | Sample Grounds & Gardens Ltd | ZZ7 2ZZ | ls
S33 | Notional Tree Care Ltd | ZZ1 5AB | ls
S34 | Invented Fencing Contractors Ltd | ZZ2 9BD | ls
S35 | Placeholder Print & Post Ltd | ZZ3 6DE | ls
S36 | Example Furniture Re-use Society | ZZ4 4EF | lsv
S37 | Illustrative Security Services Ltd | ZZ43 7FG | ?
S38 | Sample Energy Services Ltd | ZZ44 5GH |
S39 | Specimen Ecology Surveys Ltd | ZZ5 1HJ | ls
S40 | Notional Fleet Hire plc | ZZ45 9JL |
S41 | Example People's Advocacy Ltd | ZZ6 8LN | lsv
S42 | Invented Training & Skills Ltd | | ls
"""

# ref | title | supplier | directorate | district | category | start | end | terminated | value £
#     | rate % | shape | form
_CONTRACTS = """
C001 | Highways resurfacing framework: principal and classified roads | S01 | H | | Highways | 2022-04-01 | 2027-03-31 | | 40000000 | 22 | steady | steady
C002 | Street lighting maintenance and LED replacement | S19 | H | | Highways | 2022-07-01 | 2028-06-30 | | 22400000 | 13 | steady | steady
C003 | Structures and bridge strengthening programme | S03 | H | Lancaster | Highways | 2022-10-01 | 2026-09-30 | | 14750000 | 16 | rising | slow
C004 | Traffic signals: supply, install and maintain | S20 | H | Preston | Highways | 2022-06-01 | 2026-05-31 | | 4850000 | 14 | steady | good
C005 | Surface dressing and micro-asphalt | S02 | H | Ribble Valley | Highways | 2022-04-01 | 2025-03-31 | | 6900000 | 17 | even | good
C006 | Road markings & studs | S02 | H | Wyre | Highways | 2022-08-01 | 2024-07-31 | | 920000 | 15 | even | good
C007 | Gully emptying and drainage repairs | S34 | H | Fylde | Highways | 2022-05-01 | 2025-04-30 | | 1650000 | 14 | even | steady
C008 | Footway repairs (works under £100,000) | S02 | H | Hyndburn | Highways | 2021-10-01 | 2023-11-30 | | 780000 | 16 | even | good
C009 | Public transport: tendered bus services, east | S21 | H | Burnley | Transport | 2022-04-01 | 2026-03-31 | | 8200000 | 9 | steady | steady
C010 | Public transport: tendered bus services, west | S21 | H | West Lancashire | Transport | 2022-09-01 | 2026-08-31 | | 7350000 | 9 | steady | good
C011 | Home to school transport: taxis and minibuses | S22 | H | Pendle | Transport | 2022-09-01 | 2025-08-31 | | 3100000 | 12 | even | good
C012 | Vehicle hire and fleet support | S40 | H | | Transport | 2023-04-01 | 2027-03-31 | | 5600000 | 8 | rising | slow
C013 | Winter service: salt supply and weather stations | S40 | H | Rossendale | Highways | 2022-10-01 | 2024-09-30 | | 1150000 | 6 | even | steady
C014 | Cycle and walking route, canal towpath | S03 | H | Chorley | Construction | 2023-02-01 | 2024-06-30 | | 2350000 | 18 | even | good
C015 | Public rights of way: stiles, gates & fencing | S34 | H | Ribble Valley | Highways | 2023-10-16 | 2026-10-15 | | 240000 | 15 | steady | good
C016 | Domiciliary care: north and central | S07 | A | Lancaster | Adult care | 2022-04-01 | 2027-03-31 | | 31500000 | 10 | steady | steady
C017 | Domiciliary care: east | S08 | A | Burnley | Adult care | 2022-04-01 | 2026-03-31 | | 18600000 | 11 | even | good
C018 | Adult residential care: block beds | S09 | A | South Ribble | Adult care | 2022-07-01 | 2026-06-30 | | 16400000 | 9 | steady | slow
C019 | Supported living for adults with a learning disability | S10 | A | Preston | Adult care | 2022-10-01 | 2027-09-30 | | 11900000 | 12 | steady | good
C020 | Community equipment: delivery, repair and re-use | S36 | A | | Adult care | 2022-04-01 | 2025-03-31 | | 5200000 | 14 | even | good
C021 | Drug and alcohol recovery service | S29 | A | | Public health | 2022-04-01 | 2026-03-31 | | 9750000 | 13 | steady | good
C022 | Sexual health clinics | S31 | A | | Public health | 2022-10-01 | 2026-09-30 | | 7800000 | 10 | rising | slow
C023 | Healthy weight programme | S30 | A | Hyndburn | Public health | 2023-04-01 | 2025-03-31 | | 860000 | 18 | even | good
C024 | Stop smoking support | S30 | A | Rossendale | Public health | 2022-04-01 | 2023-12-31 | | 540000 | 16 | even | good
C025 | Independent advocacy | S41 | A | | Adult care | 2022-07-01 | 2025-06-30 | | 1420000 | 15 | even | good
C026 | Carers' support and short breaks | S07 | A | Wyre | Adult care | 2022-11-01 | 2025-10-31 | | 1980000 | 16 | steady | good
C027 | Day opportunities for older people | S10 | A | Pendle | Adult care | 2022-06-01 | 2024-05-31 | | 690000 | 17 | even | steady
C028 | Extra care housing: on-site care team | S08 | A | Chorley | Adult care | 2023-10-02 | 2028-09-30 | | 6400000 | 11 | rising | good
C029 | Falls prevention classes | S30 | A | Fylde | Public health | 2022-09-01 | 2024-08-31 | | 115000 | 22 | even | good
C030 | Sensory services | S41 | A | West Lancashire | Adult care | 2021-07-01 | 2023-10-31 | | 310000 | 15 | even | good
C031 | Home improvement & handyperson scheme | S06 | A | Burnley | Adult care | 2022-04-01 | 2025-03-31 | 2023-02-28 | 470000 | 14 | even | behind
C032 | New SEND unit: design and build | S05 | C | Chorley | Construction | 2022-09-01 | 2024-03-31 | | 9300000 | 19 | even | good
C033 | Primary school extension programme | S04 | C | Preston | Construction | 2022-04-01 | 2025-03-31 | | 24800000 | 15 | even | slow
C034 | Secondary school rebuild | S04 | C | Pendle | Construction | 2023-04-01 | 2025-09-30 | | 17200000 | 16 | even | slow
C035 | School catering: primary and special schools | S14 | C | | Education | 2022-08-01 | 2026-07-31 | | 12500000 | 10 | steady | steady
C036 | School cleaning & caretaking | S16 | C | Hyndburn | Education | 2022-09-01 | 2025-08-31 | | 1850000 | 14 | even | good
C037 | Children's residential care: framework call-off | S11 | C | | Children's care | 2022-04-01 | 2026-03-31 | | 10800000 | 9 | steady | behind
C038 | Fostering recruitment and support | S12 | C | | Children's care | 2022-10-01 | 2026-09-30 | | 3400000 | 13 | rising | steady
C039 | Family hubs: parenting support | S13 | C | Burnley | Children's care | 2023-01-01 | 2025-12-31 | | 1250000 | 17 | steady | good
C040 | Short breaks for disabled children | S13 | C | Lancaster | Children's care | 2022-05-01 | 2025-04-30 | | 980000 | 16 | even | good
C041 | Supported accommodation for care leavers | S10 | C | Preston | Children's care | 2022-07-01 | 2025-06-30 | | 2900000 | 13 | even | steady
C042 | Alternative provision: vocational places | S42 | C | Rossendale | Education | 2022-09-01 | 2024-07-31 | | 620000 | 18 | even | behind
C043 | Music tuition in schools | S42 | C | Ribble Valley | Education | 2023-09-01 | 2025-08-31 | | 145000 | 12 | even | good
C044 | Cycle training for pupils (£50 vouchers) | S22 | C | South Ribble | Education | 2022-09-01 | 2023-12-15 | | 62000 | 20 | even | good
C045 | Speech and language therapy | S13 | C | West Lancashire | Children's care | 2022-04-01 | 2025-03-31 | 2023-11-17 | 1320000 | 12 | even | behind
C046 | School furniture, including re-use | S36 | C | Fylde | Education | 2023-11-01 | 2025-10-31 | | 380000 | 15 | steady | good
C047 | Waste transfer station operation | S17 | G | South Ribble | Waste | 2022-04-01 | 2027-03-31 | | 19400000 | 13 | even | good
C048 | Household waste recycling centres | S17 | G | | Waste | 2022-10-01 | 2026-09-30 | | 8900000 | 15 | rising | steady
C049 | Re-use shops at recycling centres | S18 | G | Wyre | Waste | 2022-06-01 | 2025-05-31 | | 330000 | 24 | even | good
C050 | Haulage of garden waste | S17 | G | West Lancashire | Waste | 2022-04-01 | 2024-03-31 | | 1700000 | 10 | even | steady
C051 | Business park access road and drainage | S03 | G | Fylde | Construction | 2022-11-01 | 2024-10-31 | | 7600000 | 17 | steady | good
C052 | Refurbishment of enterprise workspace | S04 | G | Burnley | Construction | 2023-10-01 | 2025-03-31 | | 5400000 | 16 | even | good
C053 | Natural flood management: leaky dams, ponds & planting | S33 | G | Ribble Valley | Construction | 2022-09-01 | 2024-08-31 | | 265000 | 21 | even | good
C054 | Tree planting and care | S33 | G | Pendle | Facilities | 2022-10-01 | 2025-09-30 | | 410000 | 18 | even | good
C055 | Country parks: grounds maintenance | S32 | G | Lancaster | Facilities | 2022-04-01 | 2025-03-31 | | 890000 | 16 | even | good
C056 | Ecology surveys | S39 | G | | Professional | 2022-04-01 | 2024-03-31 | | 98000 | 14 | even | good
C057 | Business growth advice | S42 | G | | Professional | 2022-07-01 | 2024-06-30 | | 1480000 | 19 | even | steady
C058 | Solar panels and battery storage on council buildings | S38 | G | Chorley | Construction | 2023-01-01 | 2025-12-31 | | 3900000 | 18 | rising | behind
C059 | Transport modelling and highway design | S27 | G | | Professional | 2022-08-01 | 2026-07-31 | | 4300000 | 12 | steady | steady
C060 | Museum roof repairs | S06 | G | Rossendale | Construction | 2023-05-01 | 2024-02-29 | | 720000 | 15 | even | good
C061 | Visitor signs, town centre | S35 | G | Hyndburn | Professional | 2024-01-08 | 2024-12-20 | | 38000 | 12 | even | good
C062 | IT support and service desk | S24 | R | | ICT | 2022-04-01 | 2026-03-31 | | 6100000 | 15 | steady | good
C063 | Finance and payroll system | S23 | R | | ICT | 2022-10-01 | 2029-09-30 | | 13600000 | 9 | steady | slow
C064 | Superfast wide area network | S23 | R | | ICT | 2023-04-01 | 2028-03-31 | | 8600000 | 11 | rising | steady
C065 | Website and online forms | S25 | R | | ICT | 2022-07-01 | 2024-06-30 | | 430000 | 17 | even | good
C066 | Facilities management: offices and libraries | S15 | R | Preston | Facilities | 2022-04-01 | 2027-03-31 | | 15800000 | 11 | even | good
C067 | Cleaning of offices & depots | S16 | R | South Ribble | Facilities | 2022-06-01 | 2025-05-31 | | 2200000 | 15 | even | good
C068 | Security guarding & key holding | S37 | R | Preston | Facilities | 2022-09-01 | 2025-08-31 | 2023-12-08 | 1100000 | 10 | even | behind
C069 | Property, land and rights-of-way legal advice | S26 | R | | Professional | 2022-05-01 | 2025-04-30 | | 760000 | 16 | even | good
C070 | Internal audit co-sourcing | S28 | R | | Professional | 2022-04-01 | 2024-03-31 | | 290000 | 13 | even | good
C071 | Printing, post & scanning | S35 | R | | Facilities | 2022-07-01 | 2025-06-30 | | 840000 | 11 | even | steady
C072 | Energy supply: metering and advice | S38 | R | | Facilities | 2023-11-13 | 2030-09-30 | | 2750000 | 9 | rising | good
C073 | Occupational health | S31 | R | | Facilities | 2022-04-01 | 2025-03-31 | | 1240000 | 0 | even | good
C074 | Lift inspection and repair | S15 | R | Lancaster | Facilities | 2022-05-01 | 2024-04-30 | | 54000 | 0 | even | good
C075 | Leadership training days | S42 | R | | Professional | 2023-06-01 | 2024-05-31 | | 25000 | 0 | even | good
C076 | Household support: supermarket vouchers | S35 | R | | Professional | 2022-10-01 | 2023-12-31 | | 3600000 | 0 | even | good
C077 | Coroner's court refurbishment | S06 | R | Preston | Construction | 2024-07-01 | 2025-06-30 | | 1350000 | 16 | even | good
C078 | Short-stay respite unit | S05 | A | Fylde | Construction | 2024-02-05 | 2025-08-31 | | 4100000 | 17 | rising | good
"""  # noqa: E501 (a contract is one line)


# contract | from | value £ | reason
_VARIATIONS = """
C009 | 2023-09-01 | 8650000 | Two evening services added
C064 | 2023-07-01 | 9100000 | Twelve libraries joined to the network
C064 | 2024-04-01 | 9450000 | Four depots joined to the network
"""


def _supplier(cells: list[str], number: int) -> Supplier:
    supplier_id, name, postcode, flags = cells
    return Supplier(
        id=supplier_id,
        name=name,
        # an unincorporated charity has none; Companies House uses no EX prefix
        company_number="" if name.endswith(("(Charity)", "Society")) else f"EX{100 + 7 * number:06}",
        postcode=postcode,
        local="l" in flags,
        sme=None if "?" in flags else "s" in flags,
        vcse="v" in flags,
    )


def _variation(cells: list[str]) -> Variation:
    contract, effective_on, value, reason = cells
    return Variation(contract, date.fromisoformat(effective_on), Decimal(value), reason)


def _plan(cells: list[str]) -> Plan:
    ref, title, supplier, directorate, district, category, start, end, terminated, value, rate, *rest = cells
    return Plan(
        ref=ref,
        title=title,
        supplier_id=supplier,
        directorate=DIRECTORATES[directorate],
        district=district,
        category=category,
        start=date.fromisoformat(start),
        end=date.fromisoformat(end),
        terminated_on=date.fromisoformat(terminated) if terminated else None,
        value=Decimal(value),
        rate=int(rate),
        shape=rest[0],
        form=rest[1],
    )


SUPPLIERS = [_supplier(cells, number) for number, cells in enumerate(table(_SUPPLIERS), 1)]
VARIATIONS = [_variation(cells) for cells in table(_VARIATIONS)]
PLANS = [_plan(cells) for cells in table(_CONTRACTS)]
