"""Suppliers' returns: `issue.issue`, `collect.collect`, `status.status`, each on a `ledger.register_for`.

Data stage, before intake: what is collected is a further source of the edition's data. Nothing is imported here, so
that a run, which only asks where returns are kept, does not wait for the readers and writers of workbooks.
"""
