"""The example data: invented CSV tables and the seeded script that makes them.

Data stage. *Illustrative data*: no supplier, contract, person or figure here is real.
"""
