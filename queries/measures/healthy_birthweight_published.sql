/*
title = "Born at a healthy weight, as published"
question = "What share of babies are of a healthy weight at birth?"
kind = "ratio"
about = "published"
numerator = "Babies of a healthy weight"
denominator = "every 100 babies"
unit = "babies"
family = "outcome"
better = "higher"
board = false
sources = ["cpop_indicators"]
matures_after_days = 0
counts = "Indicator “Healthy Birthweight” of the Community Planning Outcomes Profile, as published for each partnership and year. A year stands in its August."
does_not_count = "A council and year with nothing published; the figure for Scotland. Years that were filled in or projected and not counted."
why = "The first thing known of how children start."
caveats = "Only shares are published: several councils or years together are their plain average."
scrutiny = ["Is it more than one year?", "What do midwives see?"]
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
    and indicator = 'Healthy Birthweight'
    and value is not null
    and basis = 'Raw data'
    and place <> 'S92000003'
