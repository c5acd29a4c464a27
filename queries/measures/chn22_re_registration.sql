/*
title = "Registered again within 18 months, as published"
question = "Of the children placed on the child protection register, what share had been on it within the last 18 months?"
kind = "ratio"
about = "published"
numerator = "Registrations within 18 months of an earlier one"
denominator = "every 100 registrations"
unit = "registrations"
family = "outcome"
better = "lower"
sources = ["lgbf_indicators"]
matures_after_days = 0
counts = "Indicator CHN22 of the Local Government Benchmarking Framework, as published for each council and year. A year stands in its August."
does_not_count = "A council and year with nothing published; the figure for Scotland."
why = "A child who comes back was not safe enough when the name came off the register."
caveats = "In a small council one family moves it by many points. Only shares are published: several councils or years together are their plain average."
scrutiny = ["Is it one family?", "What was in place when the name came off?"]
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
    and indicator = 'CHN22'
    and value is not null
    and place <> 'S92000003'
