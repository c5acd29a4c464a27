/*
title = "Unauthorised absence"
question = "Of the half-days that pupils could have attended in the school year, how many were unauthorised absence?"
kind = "ratio"
about = "children"
numerator = "Half-days absent without the school's agreement"
denominator = "Half-days possible"
unit = "half-days"
family = "outcome"
better = "lower"
board = false
sources = ["seemis_attendance"]
yearly = true
matures_after_days = 334
counts = "Unexplained absence, truancy, holidays that were not agreed to; by the attendance code list."
does_not_count = "Extended leave with parental consent, out of both numbers."
why = "Absence that nobody can explain is what a school sees first of a family in trouble."
caveats = "All half-days over all possible ones, never a mean of pupils' percentages. A school year stands in its August and is counted when it is over."
scrutiny = ["Is it holidays, or is it a few pupils?"]
*/
select
    child_key,
    school_year as event_on,
    area,
    school,
    stage,
    sex,
    simd_quintile,
    unauthorised as numerator,
    possible as denominator
from school_session
