"""What a supplier is told about each measure: how it is counted, what to count, and what not to.

Data stage. The council's own words stand in the measures table's column `guidance`; the rules are those that
councils print for their suppliers (Torbay's dos and don'ts for TOMs; Essex's pages for each measure).
"""

from sv_report.data.returns.register import Measure

COUNTED = {
    "flow": "The amount delivered in this period only. The council adds the periods up.",
    "stock": "The level held through this period, on average. It is not added to the period before.",
    "share": "Two counts, never a percentage: the number as Quantity delivered, and what it is out of as Out of. "
    "The council divides once.",
}
SESSIONS = (
    "Hours × attendees: give the hours of the session and the number of attendees, one line a session or group of "
    "like sessions. Two hours with eight attendees are 16, whatever the number of trainers."
)
RECORD_ONLY = "Recorded without a value in pounds."
PRO_RATA = "A person who works on several contracts counts by the part of their time on this one: half the time is 0.5."
EACH_PERSON = (
    "One line a person: the first on the line of the measure, the others on the lines for further persons. Give each "
    "a code of your own and keep it from quarter to quarter, never a name; and the day on which the person started."
)
STAFF = (
    "Staff who work on this contract alone stand together on one line, without a code. Someone who is shared between "
    "contracts has a line and a code of their own, with the share of their time on this one."
)
ALWAYS = "What was delivered for another contract or in another period, or what the specification requires already."
FIRST_YEAR = (
    "A person after the first 12 months in the job, or a person who is already counted under another "
    "measure for people who find work hard to get."
)


def how_counted(measure: Measure) -> str:
    """Return how the quarters of a measure come together."""
    words = [COUNTED.get(measure.over_time, "")]
    words += [SESSIONS] if measure.is_sessions else []
    words += [] if measure.valued else [RECORD_ONLY]
    return " ".join(words)


def what_to_count(measure: Measure) -> str:
    """Return the council's own words, else the measure's name and unit; how part-time and each person count."""
    words = [measure.guidance or f"{measure.name}, in {unit_words(measure.unit)}."]
    words += [PRO_RATA] if measure.unit.casefold().startswith("fte") else []
    if measure.is_of_people:
        words.append(EACH_PERSON if measure.disadvantaged else STAFF)
    return " ".join(words)


def what_not(measure: Measure) -> str:
    """Return what must not be counted."""
    words = [FIRST_YEAR] if measure.disadvantaged else []
    if measure.not_also_in:
        words.append(f"What is also counted in {' or '.join(measure.not_also_in)}.")
    return " ".join([*words, ALWAYS])


def unit_words(unit: str) -> str:
    """Return a unit as a sentence has it."""
    return {"GBP": "pounds", "%": "two counts", "number": "a number", "FTE": "full-time equivalents (FTE)"}.get(
        unit, unit
    )
