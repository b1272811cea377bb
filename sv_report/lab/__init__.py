"""The form for officers, in JupyterLab: `notebooks/start_here.ipynb` shows it.

Above the line: it may import everything, and the rest imports nothing of it.
"""

from sv_report.lab.form import Form, form

__all__ = ["Form", "form"]
