"""Make a tool on the page: a few questions, and it is a form, a measure and a chart."""

from typing import Any

import dash
from dash import html

from dashboard.components.form import Field, form, who_records_it
from dashboard.measures import Family
from dashboard.words import FAMILIES

dash.register_page(
    __name__, path="/tools/make", name="Make a tool", title="Make a tool · Sightline"
)

QUESTION_KINDS = (
    ("yes_no", "Yes, no, does not apply"),
    ("scale3", "Not yet, partly, in place"),
    ("scale", "A scale in words"),
    ("number", "A number"),
    ("text", "A few words"),
)


def layout(**_: Any) -> html.Div:
    return html.Div(
        [
            html.H1("Make a tool"),
            html.P(
                "Four questions are usually enough. It can be changed later without losing what was "
                "filled in.",
                className="lead-in",
            ),
            form(
                "/records/tool",
                [
                    Field("title", "Name of the tool", needed=True),
                    Field(
                        "kind",
                        "What it is about",
                        "choice",
                        needed=True,
                        options=[(f.value, FAMILIES[f].capitalize()) for f in Family],
                    ),
                    Field("filled_in_by", "Who fills it in", needed=True),
                    Field(
                        "how_often",
                        "How often",
                        needed=True,
                        hint="For example: after each meeting.",
                    ),
                    Field(
                        "forms_a_month",
                        "About how many a month, of one team",
                        "number",
                        "4",
                    ),
                    Field("minutes", "Minutes it takes", "number", "1"),
                    Field("aim", "Aim, in per cent", "number"),
                    Field(
                        "questions",
                        "Questions",
                        "rows",
                        needed=True,
                        fields=[
                            Field("text", "Question", needed=True),
                            Field(
                                "kind", "Answered by", "choice", options=QUESTION_KINDS
                            ),
                            Field(
                                "scale",
                                "Words of the scale, lowest first",
                                hint="Separated by commas; the best one counts.",
                            ),
                        ],
                        add="Add a question",
                        hint="Ask for no child's name or number.",
                    ),
                    *who_records_it(),
                ],
                save="Make the tool",
                key="tool-new",
            ),
        ],
        className="form-page",
    )
