"""`python -m sv_report` is the command `sv-report`."""

from sv_report.cli import main

main()
