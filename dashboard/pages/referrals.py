"""Referrals and thresholds: the linked page, by area, school and team."""

from typing import Any

import dash
from dash import html

from dashboard.components.linked_view import REFERRAL_PANELS, linked_view
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.errors import NoSnapshot

dash.register_page(
    __name__,
    path="/referrals",
    name="Referrals",
    title="Referrals and thresholds · Sightline",
    order=1,
    in_menu=True,
)

CHOICES = (
    ("referrals", "Referrals"),
    ("referral_rate", "Per 1,000 children"),
    ("reclassified", "Welfare concerns"),
    ("ird_of_referrals", "On to an IRD"),
    ("investigation_of_irds", "On to an investigation"),
    ("cppm_of_investigations", "On to a planning meeting"),
    ("registration_of_cppms", "Registered"),
    ("days_to_decision", "Days to decision"),
    ("repeat_within_90_days", "Referred again"),
    ("nothing_offered", "Nothing offered"),
)


def layout(**_: Any) -> html.Div:
    try:
        return linked_view(
            current_viewer(),
            panels=REFERRAL_PANELS,
            measure="referrals",
            choices=CHOICES,
            units=True,
        )
    except NoSnapshot as error:
        return empty_home(error)
