"""Suppliers' returns: workbooks issued, collected, and how they stand.

Data stage, before intake: what is collected is a further source of the edition's data.
"""

from sv_report.data.returns.collect import Collected, collect
from sv_report.data.returns.issue import Letterhead, issue, letterhead_of
from sv_report.data.returns.ledger import collected_folder, register_for
from sv_report.data.returns.register import Register, read_register
from sv_report.data.returns.status import Status, reminders, status

__all__ = [
    "Collected",
    "Letterhead",
    "Register",
    "Status",
    "collect",
    "collected_folder",
    "issue",
    "letterhead_of",
    "read_register",
    "register_for",
    "reminders",
    "status",
]
