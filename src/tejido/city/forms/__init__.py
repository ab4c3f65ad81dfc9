"""Forms and their answers.

In: an XLSForm workbook and an export of KoboToolbox or ODK Central (CSV, Excel, Parquet, SPSS, Stata, zip of CSV files). Out:
the form as data, its answers as one table per repeat under the names of the questions, what was asked of whom by the form's own
logic, a report of what cannot be right, and the tables of households and persons.
"""

from tejido.city.forms.logic import NO, UNKNOWN, YES, Asked, Evaluation
from tejido.city.forms.model import MAIN, Choice, Form, Group, Question
from tejido.city.forms.quality import quality_report, summary
from tejido.city.forms.roster import roster
from tejido.city.forms.submissions import KEY, PARENT, POSITION, Submissions, read_submissions
from tejido.city.forms.xlsform import read_form

__all__ = [
    "KEY", "MAIN", "NO", "PARENT", "POSITION", "UNKNOWN", "YES", "Asked", "Choice", "Evaluation", "Form", "Group", "Question",
    "Submissions", "quality_report", "read_form", "read_submissions", "roster", "summary",
]  # fmt: skip
