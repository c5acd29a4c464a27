"""The linked pages, each a list of measures and panels (data/pages.toml)."""

import dash

from dashboard.components.listed_pages import listed_pages

for page in listed_pages():
    dash.register_page(
        f"{__name__}.{page.path.strip('/')}",
        path=page.path,
        name=page.name,
        title=f"{page.title} · Sightline",
        order=page.order,
        in_menu=True,
        layout=page.layout,
    )
