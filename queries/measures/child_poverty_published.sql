/*
title = "Children in poverty, as published"
question = "What share of children live in poverty?"
kind = "ratio"
about = "published"
numerator = "Children in poverty"
denominator = "every 100 children"
unit = "children"
family = "outcome"
better = "lower"
board = false
sources = ["cpop_indicators"]
matures_after_days = 0
counts = "Indicator “Child Poverty” of the Community Planning Outcomes Profile, as published for each partnership and year. A year stands in its August."
does_not_count = "A council and year with nothing published; the figure for Scotland. Years that were filled in or projected and not counted."
why = "What families live with before any service meets them."
caveats = "Only shares are published: several councils or years together are their plain average."
scrutiny = ["Where in the partnership is it highest?", "Do families there come to us sooner or later?"]
*/
select
    cast(null as varchar) as child_key,
    month as event_on,
    place as council,
    value as numerator,
    100 as denominator
from published_indicator
where
    source = 'cpop_indicators'
    and indicator = 'Child Poverty'
    and value is not null
    and basis = 'Raw data'
    and place <> 'S92000003'
