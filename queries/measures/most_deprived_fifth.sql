/*
title = "Children in the most deprived fifth of areas"
question = "How many of the children here live in Scotland's most deprived fifth of data zones?"
kind = "ratio"
about = "published"
numerator = "Children aged 0 to 17 who live in the most deprived fifth of data zones"
denominator = "Children aged 0 to 17 who live there"
unit = "children"
family = "capacity"
better = "neither"
board = false
sources = ["population"]
matures_after_days = 0
counts = "Mid-year estimates of people under 18, in data zones with a rank: of one data zone all or none."
does_not_count = "Children of data zones without a rank; unborn children."
why = "Poverty is behind much of what is referred: where it is belongs beside what is done."
caveats = "A fifth by the count of Scotland's data zones. Most who are poor live outside the most deprived fifth, and not all within it are."
scrutiny = ["Is help where the children are?"]
*/
select
    cast(null as varchar) as child_key,
    mid_year as event_on,
    area as data_zone,
    case when simd_quintile = '1' then persons else 0 end as numerator,
    persons as denominator
from population_band
where simd_quintile is not null
