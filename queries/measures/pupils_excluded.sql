/*
title = "Pupils excluded"
question = "Of the pupils on the roll in a school year, how many were excluded at least once?"
kind = "proportion"
about = "children"
numerator = "Pupils with an exclusion that began in the school year"
denominator = "Pupils with half-days in the school year"
unit = "pupils"
family = "outcome"
better = "lower"
board = false
sources = ["seemis_attendance", "seemis_exclusions"]
yearly = true
matures_after_days = 334
counts = "Any exclusion of the pupil from the school, temporary or not."
does_not_count = "A second exclusion of the same pupil in the same year: exclusions by themselves count each."
why = "An excluded child is out of the place that sees them every day."
caveats = "The published figure is cases per 1,000 pupils, and so is higher. A pupil who changed school counts at each. A school year stands in its August and is counted when it is over."
scrutiny = ["Is it a few pupils many times?", "Were they offered anything instead?"]
*/
select
    child_key,
    school_year as event_on,
    area,
    school,
    stage,
    sex,
    simd_quintile,
    (exclusions > 0)::int as numerator,
    1 as denominator
from school_session
