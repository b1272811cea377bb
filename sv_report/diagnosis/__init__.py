"""What is in order on this machine, what is to mend, and whether a report can be made here: `sv-report doctor`.

Above the line, beside `pipeline`. It has to run where packages are missing: only the standard library is imported
at the head of its modules, all else inside the examination that needs it.
"""

from sv_report.diagnosis.examining import doctor
from sv_report.diagnosis.noted import Diagnosis, Noted

__all__ = ["Diagnosis", "Noted", "doctor"]
