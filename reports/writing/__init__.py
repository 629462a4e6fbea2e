"""The three forms of a document. Each takes the content (`reports.content.Paper`) and returns the bytes of a file."""

from reports.content import Paper
from reports.writing.docx_file import write_docx
from reports.writing.pdf_file import write_pdf
from reports.writing.xlsx_file import write_xlsx

WRITERS = {"docx": write_docx, "pdf": write_pdf, "xlsx": write_xlsx}

# Media type of each, and of a bundle of letters.
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}

__all__ = ["TYPES", "WRITERS", "Paper", "write_docx", "write_pdf", "write_xlsx"]
