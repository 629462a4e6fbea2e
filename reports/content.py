"""What a document says, before it has a form: one content for .docx, PDF, .xlsx and the page.

Whatever is printed stands here once; the writers in `reports.writing` add nothing and count nothing.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

Cell = str | int | float | date | None
Kind = Literal["text", "number", "day", "rate"]


@dataclass(frozen=True)
class Column:
    title: str
    width: float  # share of the width of the table
    kind: Kind = "text"


@dataclass
class Heading:
    text: str
    level: int = 1  # 1: "I. …" in capitals, 2: "1. …"


@dataclass
class Paragraph:
    text: str


@dataclass
class Table:
    name: str  # of the sheet in the workbook
    columns: list[Column]
    rows: list[list[Cell]]
    total: list[Cell] = field(default_factory=list)


Block = Heading | Paragraph | Table


@dataclass
class Annex:
    title: str
    blocks: list[Block]
    is_landscape: bool = True


@dataclass
class Paper:
    """A document in the form of Nghị định 30/2020/NĐ-CP. The number is left blank for văn thư."""

    kind: str
    organ: str
    number: str
    place_and_day: str
    name: str  # TÊN LOẠI; empty for a công văn, which has no title
    about: str  # trích yếu
    blocks: list[Block]
    as_of: date
    to: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signed_as: list[str] = field(default_factory=list)
    signer: str = ""
    annexes: list[Annex] = field(default_factory=list)
    is_landscape: bool = False
    # Single figures, for templates and checks: name -> number or rate.
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def tables(self) -> list[Table]:
        everything = [*self.blocks, *(block for annex in self.annexes for block in annex.blocks)]
        return [block for block in everything if isinstance(block, Table)]


def shown(value: Cell, kind: Kind = "text") -> str:
    """A cell as people read it: 21.914, 98,63%, 04/7/2024 as 04/07/2024."""
    if value is None:
        return "–" if kind == "rate" else ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if kind == "rate":
        return percent(float(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value)
    if isinstance(value, float):
        return f"{value:,.1f}".translate(str.maketrans(".,", ",."))
    return str(value)


def number(n: int) -> str:
    return f"{n:,}".replace(",", ".")


def percent(rate: float | None) -> str:
    return "–" if rate is None else f"{rate * 100:.2f}".replace(".", ",") + "%"


def kept_together(text: str, words: int = 2) -> str:
    """With the last words on one line, so that none stands alone on the second."""
    parts = text.rsplit(" ", words - 1)
    return "\u00a0".join(parts) if len(text) > 20 else text


def day_in_words(day: date) -> str:
    """04/7/2024 as the decree writes it: a zero before days under 10 and before months 1 and 2."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


# --- Kept as data ------------------------------------------------------------------------------------


def as_data(paper: Paper) -> dict[str, Any]:
    """The content as JSON keeps it; `from_data` gives the same back."""

    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [plain(one) for one in value]
        return value

    def block(one: Block) -> dict[str, Any]:
        return {"block": type(one).__name__, **plain(asdict(one))}

    data = plain(asdict(paper))
    data["blocks"] = [block(one) for one in paper.blocks]
    for kept, annex in zip(data["annexes"], paper.annexes, strict=True):
        kept["blocks"] = [block(one) for one in annex.blocks]
    return data


def from_data(data: dict[str, Any]) -> Paper:
    def block(one: dict[str, Any]) -> Block:
        what = {key: value for key, value in one.items() if key != "block"}
        if one["block"] == "Heading":
            return Heading(**what)
        if one["block"] == "Paragraph":
            return Paragraph(**what)
        columns = [Column(**column) for column in what["columns"]]
        return Table(
            what["name"],
            columns,
            [row(cells, columns) for cells in what["rows"]],
            row(what["total"], columns),
        )

    def row(cells: list, columns: list[Column]) -> list[Cell]:
        if not cells:
            return []
        return [
            date.fromisoformat(cell) if column.kind == "day" and cell else cell
            for cell, column in zip(cells, columns, strict=True)
        ]

    annexes = [
        Annex(annex["title"], [block(one) for one in annex["blocks"]], annex["is_landscape"])
        for annex in data["annexes"]
    ]
    rest = {key: value for key, value in data.items() if key not in ("blocks", "annexes", "as_of")}
    return Paper(
        **rest,
        blocks=[block(one) for one in data["blocks"]],
        annexes=annexes,
        as_of=date.fromisoformat(data["as_of"]),
    )
