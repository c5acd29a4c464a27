/*
title = "Attendance by the school census (England)"
question = "Of the half-days that pupils could have attended in the term of a census, how many did they?"
kind = "ratio"
about = "children"
numerator = "Half-days attended"
denominator = "Half-days possible"
unit = "half-days"
family = "outcome"
better = "higher"
board = false
sources = ["school_census"]
matures_after_days = 0
counts = "Half-days possible in the term less those missed, authorised or not. A term stands in the month of its census."
does_not_count = "Pupils whose half-days are blank; a census whose file has no absences."
why = "Where pupils come from a termly census there are no attendance codes to count."
caveats = "England’s codes decide what is authorised: not to be set beside attendance by the Scottish list."
scrutiny = ["Is it a few pupils or many?", "Which year groups?"]
*/
select
    child_key,
    census_on as event_on,
    school,
    stage,
    sex,
    possible - authorised - unauthorised as numerator,
    possible as denominator
from census_attendance
