"""What becomes of each field of the last edition: carried, put forward, or left blank, and what is flagged.

Params stage. Takes the last edition and the new meeting, gives the new edition's text. Nothing is guessed in silence:
what nobody can know yet is a proposal or a blank, on a line that is flagged.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sv_report.params.deadlines.dates import Deadlines, deadlines_for
from sv_report.params.new_edition import whys
from sv_report.params.new_edition.edits import Carried, EditedYaml
from sv_report.params.new_edition.last import LastEdition
from sv_report.params.new_edition.times import Times, named_times, other_times, put_forward
from sv_report.params.period import Period
from sv_report.params.typed.yaml_file import Loc

WORDS: tuple[Loc, ...] = (("title",), ("recommendation",), ("reason_for_part_two",))


@dataclass(frozen=True)
class Carrying:
    """A new edition in the making: the last, the meeting with its deadlines, and the file that is changed."""

    last: LastEdition
    meeting: date
    deadlines: Deadlines
    file: EditedYaml
    period: Period | None
    as_at: date | None

    @property
    def old(self) -> Times:
        """The period and the meeting of the last edition."""
        return Times(self.last.typed.period, self.last.typed.meeting.date)

    @property
    def new(self) -> Times:
        """The period and the meeting of the new edition."""
        return Times(self.period, self.meeting)


def carry(last: LastEdition, meeting: date, deadlines: Deadlines) -> Carried:
    """Return the text of the edition after the last one, for a meeting."""
    period = period_after(last.typed.period, meeting)
    file = EditedYaml(last.text, last.id)
    carrying = Carrying(last, meeting, deadlines, file, period, as_at_after(last, period, deadlines.publish_by))
    for field in FIELDS:
        field(carrying)
    return file.outcome()


# ---- the period and the day up to which data is seen -----------------------------------------------


def period_after(period: Period | None, meeting: date) -> Period | None:
    """Return the period after the last edition's, or, where that is not over by the meeting, the last that is."""
    return min(period.next, period.last_over(meeting)) if period else None


def as_at_after(last: LastEdition, period: Period | None, publish_by: date) -> date | None:
    """Return as many days after the period's end as last time, but no day after publication; None: nobody can say."""
    before = last.typed
    if not (before.data_as_at and before.period and period):
        return None
    return min(period.end + (before.data_as_at - before.period.end), publish_by)


# ---- field by field --------------------------------------------------------------------------------


def meeting_day(made: Carrying) -> None:
    """The day of the meeting is the new one."""
    made.file.put(("meeting", "date"), made.meeting.isoformat())


def period(made: Carrying) -> None:
    """The period is the next; a doubt which it should be is flagged."""
    if made.old.period is None or made.period is None:
        return
    after, over = made.old.period.next, made.old.period.last_over(made.meeting)
    why = whys.NOT_OVER.format(period=after) if made.period < after else ""
    why = whys.LATER_OVER.format(period=over) if over > made.period else why
    made.file.put(("period",), str(made.period), why)


def words(made: Carrying) -> None:
    """Words that name the last period or meeting name the new one."""
    listed = [loc for loc in WORDS if made.file.has(loc)]
    listed += [("appendices", number, "title") for number, _ in enumerate(made.last.typed.appendices)]
    listed += [("background_papers", number, "paper") for number, _ in enumerate(made.last.typed.background_papers)]
    for loc in listed:
        text = made.file.value(loc)
        if put_forward(text, made.old, made.new) != text:
            made.file.respell(loc, lambda raw: put_forward(raw, made.old, made.new))
            made.file.flag(loc, whys.PUT_FORWARD)
        if others := other_times(text, made.old):
            made.file.flag(loc, whys.OTHER_TIMES.format(words=", ".join(others)))


def data(made: Carrying) -> None:
    """A source or file whose name holds a period or a day may be the last edition's."""
    is_list = made.file.has(("data", 0))
    for number, _ in enumerate(made.last.typed.data):
        loc: Loc = ("data", number) if is_list else ("data",)
        if named := named_times(made.file.value(loc).replace("_", " ")):
            made.file.flag(loc, whys.NAMES_TIMES.format(words=", ".join(one.text for one in named)))


def data_as_at(made: Carrying) -> None:
    """Nobody can know up to which day data will be seen: the same distance as last time is proposed."""
    before, loc = made.last.typed, ("data_as_at",)
    if made.as_at and made.period and before.data_as_at and before.period:
        days = (before.data_as_at - before.period.end).days
        is_capped = made.as_at != made.period.end + timedelta(days)
        why = (whys.AS_AT_CAPPED if is_capped else whys.AS_AT).format(days=days)
        made.file.put(loc, made.as_at.isoformat(), why)
    elif before.data_as_at:
        made.file.blank(loc, whys.AS_AT_BLANK)


def last_data_as_at(made: Carrying) -> None:
    """What the last report saw is what its edition says."""
    loc = ("last_report_data_as_at",)
    if made.last.typed.data_as_at:
        made.file.put(loc, made.last.typed.data_as_at.isoformat())
    elif made.file.has(loc) and made.last.typed.last_report_data_as_at:
        made.file.blank(loc, whys.CARRIED)


def last_published(made: Carrying) -> None:
    """The report before the new one is the last edition's own."""
    if made.file.has(("last_published",)):
        made.file.put(("last_published",), f"outputs/{made.last.id}", whys.LAST_PUBLISHED)


def published(made: Carrying) -> None:
    """The report is published on the last day that the rule allows, unless an officer says an earlier one."""
    why = whys.PUBLISHED.format(days=made.last.profile.published_working_days)
    made.file.put(("report_published",), made.deadlines.publish_by.isoformat(), why)


def notice(made: Carrying) -> None:
    """A notice and an exception are of one decision only."""
    by, is_key = made.deadlines.notice_by.isoformat(), made.last.typed.key_decision
    if is_key:
        made.file.blank(("notice_published",), whys.NOTICE.format(notice_by=by))
    elif made.last.typed.notice_published:
        made.file.blank(("notice_published",), whys.NO_NOTICE)
    if made.last.typed.exception:
        why = whys.NO_EXCEPTION.format(notice_by=by) if is_key else whys.NO_EXCEPTION_NEEDED
        made.file.blank(("exception",), why)


def decision(made: Carrying) -> None:
    """Whether it is a key decision is asked again, and against rules that may not be known for the day."""
    loc, profile = ("key_decision",), made.last.profile
    if made.last.typed.key_decision:
        made.file.flag(loc, whys.KEY)
        dated = profile.key_decision_on(made.meeting)
        if dated is None or dated.sentence("notice") is None:
            made.file.flag(loc, whys.UNKNOWN_WORDING)
    if profile.threshold_on(made.meeting) is None:
        made.file.flag(loc, whys.UNKNOWN_THRESHOLD)
    if made.last.typed.expenditure_or_savings is not None:
        made.file.flag(("expenditure_or_savings",), whys.AMOUNT)


def clearances(made: Carrying) -> None:
    """Who clears the report is carried; that they have is not."""
    for number, one in enumerate(made.last.typed.clearances):
        loc: Loc = ("clearances", number, "date")
        if one.date:
            made.file.blank(loc, whys.CLEARED)
        else:
            made.file.flag(loc if made.file.has(loc) else ("clearances", number, "office"), whys.CLEARED)


def confirmed(made: Carrying) -> None:
    """Words of the last period are not confirmed for this one."""
    made.file.blank(("narrative_confirmed",), whys.READ)


def background_papers(made: Carrying) -> None:
    """The paper that is the data seen has its new date; the dates of others are carried and flagged."""
    for number, paper in enumerate(made.last.typed.background_papers):
        loc: Loc = ("background_papers", number, "date")
        is_of_data = paper.date == made.last.typed.data_as_at
        if paper.date and is_of_data and made.as_at and made.as_at != paper.date:
            made.file.put(loc, made.as_at.isoformat(), whys.PAPER_FORWARD)
        elif paper.date:
            made.file.flag(loc, whys.PAPER)


def priorities(made: Carrying) -> None:
    """The priorities that the council still has stay; others go, and the list that holds then is said."""
    loc, held = ("corporate_priorities",), made.last.profile.priorities_on(made.meeting)
    if held is None:
        made.file.flag(loc, whys.PRIORITIES_UNKNOWN)
        return
    typed = made.last.typed.corporate_priorities
    gone = [number for number, priority in enumerate(typed) if priority not in held]
    if gone:
        names = ", ".join(typed[number] for number in gone)
        made.file.take_out(loc, gone, whys.PRIORITIES.format(gone=names, day=made.meeting, listed=", ".join(held)))


def appendices(made: Carrying) -> None:
    """A file of the last edition's folder is still the last edition's."""
    for number, appendix in enumerate(made.last.typed.appendices):
        loc: Loc = ("appendices", number, "file")
        if appendix.file and f"params/{made.last.id}/" in appendix.file.replace("\\", "/"):
            made.file.flag(loc, whys.APPENDIX)
        elif appendix.file and (named := named_times(appendix.file.replace("_", " "))):
            made.file.flag(loc, whys.NAMES_TIMES.format(words=", ".join(one.text for one in named)))


def accepted(made: Carrying) -> None:
    """What was accepted of the last data may not be in the new."""
    for number, _ in enumerate(made.last.typed.accept):
        made.file.flag(("accept", number, "rule"), whys.ACCEPTED)


def exempt(made: Carrying) -> None:
    """What was exempt may not be any longer: every entry is carried and asked again."""
    for number, one in enumerate(made.last.typed.exempt):
        for kind in one.named[:1]:
            made.file.flag(("exempt", number, kind), whys.EXEMPT)


def private_meeting(made: Carrying) -> None:
    """The notices of a private meeting, the answers to them and an agreement in their place are of one meeting only."""
    typed, due = made.last.typed, deadlines_for(made.meeting, made.last.profile, exempt=True)
    by = {
        "private_notice_published": whys.PRIVATE_NOTICE.format(due=due.private_notice_by),
        "private_further_notice_published": whys.PRIVATE_NOTICE.format(due=due.private_further_notice_by),
        "representations": whys.REPRESENTATIONS,
        "response": whys.REPRESENTATIONS,
        "urgency_agreed_by": whys.NO_URGENCY.format(due=due.private_notice_by),
    }
    for name, why in by.items():
        if getattr(typed, name):
            made.file.blank((name,), why if typed.exempt else whys.NOT_PRIVATE)
        elif typed.exempt and name != "urgency_agreed_by":
            made.file.blank((name,), why)


def report_of(made: Carrying) -> None:
    """An office is carried; its title can change."""
    made.file.flag(("report_of",), whys.CARRIED)


FIELDS = (
    *(meeting_day, period, words, data, data_as_at, last_data_as_at, last_published, published, notice, decision),
    *(clearances, confirmed, background_papers, priorities, appendices, accepted, exempt, private_meeting, report_of),
)
