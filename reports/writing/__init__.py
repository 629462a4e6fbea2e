"""The three forms of a document. Each takes the content (`reports.content.Paper`) and returns the bytes of a file."""

from reports.content import Paper
from reports.writing.docx_file import write_docx
from reports.writing.pdf_file import write_pdf
from reports.writing.xlsx_file import write_xlsx

WRITERS = {"docx": write_docx, "pdf": write_pdf, "xlsx": write_xlsx}

__all__ = ["WRITERS", "Paper", "write_docx", "write_pdf", "write_xlsx"]
