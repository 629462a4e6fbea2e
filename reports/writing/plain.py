"""The content as plain texts, row by row: what the page shows and typst sets."""

from typing import Any

from reports.content import Block, Heading, Paper, Paragraph, kept_together, shown
from reports.writing.body_xml import ROMAN, attached_to, clean, closed


def plain(paper: Paper) -> dict[str, Any]:
    return {
        "organ": clean(kept_together(paper.organ.upper())),
        "number": clean(paper.number),
        "place_and_day": clean(paper.place_and_day),
        "name": clean(paper.name),
        "about": clean(kept_together(paper.about)),
        "to": [clean(one) for one in paper.to],
        "blocks": _blocks(paper.blocks, closing="./."),
        "recipients": [clean(one) for one in paper.recipients],
        "signed_as": [clean(one) for one in paper.signed_as],
        "signer": clean(paper.signer),
        "is_landscape": paper.is_landscape,
        "annexes": [
            {
                "label": "Phụ lục" if len(paper.annexes) == 1 else f"Phụ lục {ROMAN[n]}",
                "title": clean(annex.title.upper()),
                "attached_to": clean(attached_to(paper)),
                "blocks": _blocks(annex.blocks),
                "is_landscape": annex.is_landscape,
            }
            for n, annex in enumerate(paper.annexes)
        ],
    }


def _blocks(blocks: list[Block], closing: str = "") -> list[dict[str, Any]]:
    last = max((i for i, block in enumerate(blocks) if isinstance(block, Paragraph)), default=-1)
    found: list[dict[str, Any]] = []
    for i, block in enumerate(blocks):
        if isinstance(block, Heading):
            text = block.text.upper() if block.level == 1 else block.text
            found.append({"kind": "heading", "level": block.level, "text": clean(text)})
        elif isinstance(block, Paragraph):
            text = clean(closed(block.text, closing if i == last else ""))
            found.append({"kind": "paragraph", "lines": text.split("\n")})
        else:
            kinds = [column.kind for column in block.columns]
            rows = [*block.rows, *([block.total] if block.total else [])]
            found.append(
                {
                    "kind": "table",
                    "widths": [column.width for column in block.columns],
                    "aligns": ["left" if kind == "text" else "center" for kind in kinds],
                    "head": [clean(column.title) for column in block.columns],
                    "rows": [
                        [breakable(clean(shown(cell, kind))) for cell, kind in zip(row, kinds, strict=True)]
                        for row in rows
                    ],
                    "has_total": bool(block.total),
                }
            )
    return found


def breakable(text: str) -> str:
    """A code may be broken behind its hyphens, so that it stays in its cell."""
    return text if " " in text else text.replace("-", "-\u200b")
