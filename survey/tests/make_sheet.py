"""Run by the builder's Python: a sheet of the shipped course as the trainer pack has it, with the form that it belongs to.

`python make_sheet.py KEY FOLDER AUDIENCE`: KEY is what `keygen` printed.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
