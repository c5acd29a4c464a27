/*
title = "Persistent absence"
question = "Of the pupils on the roll in a school year, how many missed a tenth of their half-days or more?"
kind = "proportion"
about = "children"
numerator = "Pupils who attended 90 % of their half-days or less"
denominator = "Pupils with half-days in the school year"
unit = "pupils"
family = "outcome"
better = "lower"
sources = ["seemis_attendance"]
yearly = true
matures_after_days = 334
counts = "Attendance of 90 % or less over the whole school year, the tenth itself included."
does_not_count = "Pupils without a half-day to attend."
why = "A pupil who misses a tenth of school is often one whom other services know too."
caveats = "A pupil who changed school counts at each. A school year stands in its August and is counted when it is over."
scrutiny = ["Is it one stage?", "How many of them are known to social work?"]
*/
select
    child_key,
    school_year as event_on,
    area,
    school,
    stage,
    sex,
    simd_quintile,
    (attended * 10 <= possible * 9)::int as numerator,
    1 as denominator
from school_session
