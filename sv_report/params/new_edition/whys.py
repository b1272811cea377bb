"""Why a line of a new edition is to be confirmed, in plain words, and the comments that say so.

Params stage. Every flag is one of these sentences, so that the next new edition knows its own flags from a comment that
an officer wrote.
"""

import re

FLAG = "# confirm: "

NOT_OVER = "{period} is not over by the meeting, so this is the last that is"
LATER_OVER = "{period} is over by the meeting too"
PUT_FORWARD = "the words were put forward"
OTHER_TIMES = "it names {words}, which was not put forward"
NAMES_TIMES = "it names {words}, so it may be the last edition's"
AS_AT = "proposed, {days} days after the period's end as last time"
AS_AT_CAPPED = "proposed, the day of publication: {days} days after the period's end would be later"
AS_AT_BLANK = "the day up to which data is seen"
PUBLISHED = "the last day that leaves {days} clear working days before the meeting"
NOTICE = "the day the notice was published; it is due by {notice_by}"
NO_NOTICE = "the last edition had a notice; this one is not a key decision"
NO_EXCEPTION = "the last edition's exception was taken out; the notice is due by {notice_by}"
NO_EXCEPTION_NEEDED = "the last edition's exception was taken out"
KEY = "carried forward: is this a key decision, too?"
AMOUNT = "the amount of the last edition"
UNKNOWN_WORDING = "the sentence of a key decision is not known for this date"
UNKNOWN_THRESHOLD = "the threshold of a key decision is not known for this date"
CLEARED = "the name, and the day of the clearance"
READ = "the day the words were read against the new figures"
PAPER_FORWARD = "the paper's date was put forward with data_as_at"
PAPER = "the paper's date is that of the last edition"
PRIORITIES_UNKNOWN = "the priorities are not known for this date"
PRIORITIES = "taken out: {gone}. The priorities on {day}: {listed}"
APPENDIX = "the file is the last edition's, and was not copied"
ACCEPTED = "accepted for the data of the last edition"
EXEMPT = "exempt in the last edition: is it still, and does the reason still outweigh disclosure?"
PRIVATE_NOTICE = "the day the notice of the private meeting was published; it is due by {due}"
REPRESENTATIONS = "what is received about why the meeting should be open, and the answer to it"
NO_URGENCY = "the last edition's agreement was taken out; notice of a private meeting is due by {due}"
NOT_PRIVATE = "the last edition had a private meeting; nothing in this one is exempt"
LAST_PUBLISHED = "the last edition's bundle: is it the report that was last published?"
CARRIED = "carried forward"

WHYS = (
    *(NOT_OVER, LATER_OVER, PUT_FORWARD, NAMES_TIMES, OTHER_TIMES, AS_AT, AS_AT_CAPPED, AS_AT_BLANK, PUBLISHED, NOTICE),
    *(NO_NOTICE, NO_EXCEPTION, NO_EXCEPTION_NEEDED, KEY, AMOUNT, UNKNOWN_WORDING, UNKNOWN_THRESHOLD, CLEARED, READ),
    *(PAPER_FORWARD, PAPER, PRIORITIES_UNKNOWN, PRIORITIES, APPENDIX, ACCEPTED, EXEMPT, PRIVATE_NOTICE),
    *(REPRESENTATIONS, NO_URGENCY, NOT_PRIVATE, LAST_PUBLISHED, CARRIED),
)
NOTE = r"note in [\w-]+: .+"


def _form(why: str) -> str:
    return re.sub(r"\\\{\w+\\\}", ".+?", re.escape(why))


ONE = f"(?:{'|'.join(_form(why) for why in WHYS)})"
OURS = re.compile(rf"#\s*confirm: (?P<whys>{ONE}(?:; {ONE})*)(?: \((?P<notes>{NOTE})\))?")
OF_EDITION = re.compile(r"note in [\w-]+: ")


def is_flag(comment: str) -> bool:
    """Return whether a comment is a flag, and not an officer's own.

    >>> is_flag("# confirm: carried forward"), is_flag("# confirm: with Anna")
    (True, False)
    """
    return bool(OURS.fullmatch(comment.strip()))


def told(comment: str) -> tuple[str, str]:
    """Return why a flag asks for confirmation, and what it keeps of the comment that was there before.

    >>> told("# confirm: carried forward (note in 2023-12-07: by telephone)")
    ('carried forward', 'by telephone')
    """
    flag = OURS.fullmatch(comment.strip())
    return (flag["whys"], OF_EDITION.sub("", flag["notes"] or "")) if flag else ("", "")


def old_note(comment: str, edition: str) -> str:
    """Return what is kept of a comment on a flagged line: an officer's own, said to be of the edition that it was in.

    >>> old_note("# by telephone", "2024-02-08")
    'note in 2024-02-08: by telephone'
    >>> old_note("# confirm: carried forward (note in 2023-12-07: by telephone)", "2024-02-08")
    'note in 2023-12-07: by telephone'
    """
    flag = OURS.fullmatch(comment.strip())
    if flag:
        return flag["notes"] or ""
    words = comment.strip().lstrip("#").strip()
    return f"note in {edition}: {words}" if words else ""
