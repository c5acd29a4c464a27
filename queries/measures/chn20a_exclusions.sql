/*
title = "Exclusions for each 100 pupils, as published"
question = "How many exclusions are there for each 100 pupils?"
kind = "ratio"
about = "published"
numerator = "Exclusions"
denominator = "every 100 pupils"
unit = "exclusions"
family = "outcome"
better = "lower"
board = false
sources = ["lgbf_indicators"]
matures_after_days = 0
counts = "Indicator CHN20a of the Local Government Benchmarking Framework, as published for each council and year. A year stands in its August."
does_not_count = "A council and year with nothing published; the figure for Scotland."
why = "What the partnership’s own exclusions can be held against."
caveats = "Published for each 1,000 pupils: 1.2 % here is 12 there. One pupil may be excluded more than once. Only shares are published: several councils or years together are their plain average."
scrutiny = ["Is it few pupils, often?", "Do two councils record alike?"]
*/
select
    cast(null as varchar) as child_key,
    month as event_on,
    place as council,
    value as numerator,
    1000 as denominator
from published_indicator
where
    source = 'lgbf_indicators'
    and indicator = 'CHN20a'
    and value is not null
    and place <> 'S92000003'
