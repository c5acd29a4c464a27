/*
title = "Attendance"
question = "Of the half-days that pupils could have attended, how many did they?"
kind = "ratio"
about = "children"
numerator = "Half-days attended"
denominator = "Half-days possible"
unit = "half-days"
family = "outcome"
better = "higher"
sources = ["seemis_attendance"]
matures_after_days = 0
counts = "Present, late before half of the opening, work experience, and sickness with educational provision, by the attendance code list."
does_not_count = "Extended leave with parental consent, out of both numbers. July has no school days."
why = "Absence is often the first sign that a family is struggling, and schools see it first."
caveats = "All half-days attended over all possible ones, never a mean of pupils' percentages."
scrutiny = ["Is it a few pupils or many?", "Is it one stage?"]
*/
select
    child_key,
    month as event_on,
    area,
    school,
    stage,
    sex,
    attended as numerator,
    possible as denominator
from pupil_attendance
where possible > 0
