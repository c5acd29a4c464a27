/*
title = "Pupils in September"
question = "How many pupils have school days in September?"
kind = "stock"
about = "children"
numerator = "Pupils with half-days in September"
unit = "pupils"
family = "capacity"
better = "neither"
sources = ["seemis_attendance"]
yearly = true
matures_after_days = 60
counts = "Pupils of whom attendance was taken in September, by the school they were at."
does_not_count = "Pupils who came later in the year; children taught at home."
why = "The number beside every other number of a school."
caveats = "Not the published census, which is of one day: a pupil who changed school in September counts at each. A school year stands in its August."
scrutiny = ["Is a school's number large, or the school?"]
*/
select child_key, school_year as event_on, area, school, stage, sex, simd_quintile, 1 as numerator
from school_session
where on_roll
