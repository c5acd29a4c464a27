"""A chart's numbers as a folded table, where no script draws it."""

from typing import Any

from dash import html


def plain_table(told: dict[str, Any]) -> html.Details:
    """`told` is what `table_of` gives: a caption, columns and rows."""
    head = html.Tr([html.Th(words, scope="col") for words in told["columns"]])
    rows = [
        html.Tr(
            [
                html.Th(row["label"], scope="row"),
                *[html.Td(cell) for cell in row["cells"]],
                *([html.Td(row["note"])] if row["note"] else []),
            ]
        )
        for row in told["rows"]
    ]
    return html.Details(
        [
            html.Summary(f"Table: {told['caption']}", className="table-summary"),
            html.Div(
                html.Table([html.Thead(head), html.Tbody(rows)], className="numbers"),
                className="table-frame",
                tabIndex="0",
                role="region",
                **{"aria-label": f"Table: {told['caption']}"},
            ),
        ],
        className="panel-table",
    )
