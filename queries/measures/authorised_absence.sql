/*
title = "Authorised absence"
question = "Of the half-days that pupils could have attended in the school year, how many were authorised absence?"
kind = "ratio"
about = "children"
numerator = "Half-days absent with the school's agreement"
denominator = "Half-days possible"
unit = "half-days"
family = "outcome"
better = "lower"
board = false
sources = ["seemis_attendance"]
yearly = true
matures_after_days = 334
counts = "Sickness without provision, holidays and family circumstances that the school agreed to, very late; by the attendance code list."
does_not_count = "Extended leave with parental consent, out of both numbers."
why = "Mostly illness; where it is high, somebody should ask what lies behind it."
caveats = "All half-days over all possible ones, never a mean of pupils' percentages. A school year stands in its August and is counted when it is over."
scrutiny = ["Is it illness, or is it coded so?"]
*/
select
    child_key,
    school_year as event_on,
    area,
    school,
    stage,
    sex,
    simd_quintile,
    authorised as numerator,
    possible as denominator
from school_session
