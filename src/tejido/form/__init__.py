"""From a choice of indicators to the form that asks for them: an XLSForm in es and en, and its codebook.

In: a catalogue of both markers, the standard variables with their questions and skip conditions, and what is wanted: indicators,
areas, a number of minutes, or everything. Out: the questions needed, each once (`choose`), how long they take (`duration`), the
form as data (`sheets`), its workbook for ODK Collect and KoboCollect (`write_form`) and its description in DDI Codebook
(`write_codebook`). It knows nothing of answers.
"""

from tejido.form.choice import Choice, choose
from tejido.form.codebook import codebook, write_codebook
from tejido.form.layout import Sheets, sheets
from tejido.form.modules import MODULES
from tejido.form.timing import FRAME, PEOPLE, Duration, by_module, duration
from tejido.form.workbook import write_form

__all__ = [
    "FRAME", "MODULES", "PEOPLE", "Choice", "Duration", "Sheets", "by_module", "choose", "codebook", "duration", "sheets", "write_codebook",
    "write_form",
]  # fmt: skip
