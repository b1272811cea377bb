"""Linear and integer programs, solved by HiGHS.

Exhibits stage, disclosure. HiGHS is asked by its own interface: scipy's has as much to do around a small program as
the solver has in it, and takes a quarter of a second to load.
"""

from typing import Any

import highspy
import numpy as np

from sv_report.exhibits.disclosure.space import Numbers

INFINITE = highspy.kHighsInf


def cheapest(
    costs: Numbers,
    rows: Any,
    at_least: Numbers,
    at_most: Numbers,
    bounds: tuple[Numbers | float, Numbers | float] = (0.0, INFINITE),
    *,
    whole: bool = False,
) -> Numbers | None:
    """Return the numbers of least cost, within bounds, of which the rows add up to between two limits; None: none do.

    `rows` is a sparse matrix (limits by numbers). With `whole` they are whole numbers.
    """
    columns = rows.tocsc()
    height, across = columns.shape
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = height, across
    program.col_cost_ = costs
    program.col_lower_, program.col_upper_ = (np.broadcast_to(np.asarray(one, float), across) for one in bounds)
    program.row_lower_, program.row_upper_ = at_least, at_most
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.num_row_, program.a_matrix_.num_col_ = height, across
    program.a_matrix_.start_ = columns.indptr
    program.a_matrix_.index_ = columns.indices
    program.a_matrix_.value_ = columns.data
    if whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * across
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("mip_heuristic_run_feasibility_jump", False)  # takes longer than all else in a small program
    if highspy.HighsStatus.kError in (solver.passModel(program), solver.run()):
        raise RuntimeError("HiGHS could not make anything of a program: a fault of ours")
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(solver.getSolution().col_value)
