/*
title = "A pupil's month without its possible half-days (code 01)"
severity = "should_look"
table = "attendance"
column = "attendance_code"
why = "Without them attendance is out of nothing, and is left out."
fix = "Export again with code 01 in it."
*/
select min(row_number) as row_number, cast(null as varchar) as value
from incoming
group by scn_key, school, month
having count(*) filter (where attendance_code = '01') = 0
