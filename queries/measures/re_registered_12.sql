/*
title = "Registered again within 12 months"
question = "Of the children placed on the register, how many had come off it within the 12 months before?"
kind = "proportion"
about = "children"
numerator = "Registrations within 12 months of an earlier spell's end"
denominator = "Registrations begun"
unit = "registrations"
family = "balancing"
better = "lower"
sources = ["mosaic_registrations"]
matures_after_days = 0
counts = "A registration no later than 12 months after the day that the same child came off the register."
does_not_count = "Registrations in the first 12 months that the extract covers: whether the child was on it before is not known."
why = "A child who comes back was not safe enough when the name came off the register."
caveats = "Few in a year: one family moves it. Earlier spells in another council are not known."
scrutiny = ["Is it one family?", "What was in place when the name came off?"]
*/
select
    child_key,
    registered_on as event_on,
    area,
    team,
    concern,
    age_band,
    sex,
    simd_quintile,
    coalesce(off_before >= registered_on - interval '12' month, false)::int as numerator,
    1 as denominator
from registration
where
    registered_on >= (
        select min(first_month) + interval '12' month
        from coverage_span
        where source = 'mosaic_registrations'
    )
