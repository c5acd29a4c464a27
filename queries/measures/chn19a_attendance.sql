/*
title = "School attendance, as published"
question = "Of the half-days that pupils could have attended, what share did they?"
kind = "ratio"
about = "published"
numerator = "Half-days attended"
denominator = "every 100 half-days"
unit = "half-days"
family = "outcome"
better = "higher"
board = false
sources = ["lgbf_indicators"]
matures_after_days = 0
counts = "Indicator CHN19a of the Local Government Benchmarking Framework, as published for each council and year. A year stands in its August."
does_not_count = "A council and year with nothing published; the figure for Scotland."
why = "What the partnership’s own attendance can be held against."
caveats = "Published every second year until 2020–21. Only shares are published: several councils or years together are their plain average."
scrutiny = ["Is ours counted by the same codes?", "Which stage differs most?"]
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
    and indicator = 'CHN19a'
    and value is not null
    and place <> 'S92000003'
