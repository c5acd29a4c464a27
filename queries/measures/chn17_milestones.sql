/*
title = "Meeting developmental milestones, as published"
question = "Of the children reviewed at 27–30 months, what share met the milestones expected?"
kind = "ratio"
about = "published"
numerator = "Children without a concern"
denominator = "every 100 children"
unit = "children"
family = "outcome"
better = "higher"
board = false
sources = ["lgbf_indicators"]
matures_after_days = 0
counts = "Indicator CHN17 of the Local Government Benchmarking Framework, as published for each council and year. A year stands in its August."
does_not_count = "A council and year with nothing published; the figure for Scotland."
why = "What a council can be compared by: how ready its children are before school."
caveats = "Only shares are published: several councils or years together are their plain average."
scrutiny = ["Is it the children or the recording?", "Do the same places have fewer reviews?"]
*/
select
    cast(null as varchar) as child_key,
    month as event_on,
    place as council,
    value as numerator,
    100 as denominator
from published_indicator
where
    source = 'lgbf_indicators'
    and indicator = 'CHN17'
    and value is not null
    and place <> 'S92000003'
