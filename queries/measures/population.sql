/*
title = "Children aged 0 to 17"
question = "How many children live here?"
kind = "stock"
about = "published"
numerator = "Children aged 0 to 17 at 30 June"
unit = "children"
family = "capacity"
better = "neither"
sources = ["population"]
matures_after_days = 0
counts = "Mid-year estimates of people under 18."
does_not_count = "Unborn children."
why = "The number that every rate is divided by."
caveats = "Estimates, revised after each census."
scrutiny = ["Is the number of children falling?"]
*/
select
    cast(null as varchar) as child_key,
    mid_year as event_on,
    area,
    age_band,
    sex,
    simd_quintile,
    persons as numerator
from population_band
