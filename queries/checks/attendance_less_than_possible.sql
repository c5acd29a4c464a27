/*
title = "Half-days that are neither attended nor missed"
severity = "should_look"
table = "attendance"
column = "half_days"
why = "The codes of a pupil's month do not add up to the half-days that were possible."
fix = "Ask the school which code is missing."
*/
-- Within a thousandth, as published shares of the codes add up to 100 within 0.1.
select min(row_number) as row_number, cast(sum(half_days) as varchar) as value
from incoming
group by scn_key, school, month
having
    sum(half_days) filter (where attendance_code not in ('01', '02'))
    < sum(half_days) filter (where attendance_code = '01') * 0.999
    - coalesce(sum(half_days) filter (where attendance_code = '02'), 0)
