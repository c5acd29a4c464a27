/*
title = "More half-days attended or missed than were possible"
severity = "should_look"
table = "attendance"
column = "half_days"
why = "Attendance would be over 100 per cent."
fix = "Ask the school which of the codes is wrong."
*/
select min(row_number) as row_number, cast(sum(half_days) as varchar) as value
from incoming
group by scn_key, school, month
having
    sum(half_days) filter (where attendance_code not in ('01', '02'))
    > sum(half_days) filter (where attendance_code = '01')
