"""The leak check: a second net under what goes out, for exempt names, passages and numbers.

Release stage, after the files are made and before they are sealed or published. Takes a folder of public files and the
`Secrets` of the edition, gives a finding for each place in which one stands. The first net is that exempt matter is
never handed to the public report; this one trusts nothing of that and reads the bytes themselves.
"""

from sv_report.release.leaks.search import find_leaks
from sv_report.release.leaks.secrets import Amount, Phrase, Secrets

__all__ = ["Amount", "Phrase", "Secrets", "find_leaks"]
