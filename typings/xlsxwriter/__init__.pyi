"""What signpost-survey uses of XlsxWriter, which has no types of its own."""

from xlsxwriter.workbook import Workbook as Workbook
