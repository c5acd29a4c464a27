/*
title = "More half-days missed than there were"
severity = "must_fix"
table = "pupil"
column = "half_days_possible"
why = "Attendance would be less than nothing."
fix = "Check the half-days possible and missed with the school."
*/
select row_number, half_days_possible as value
from incoming
where coalesce(half_days_authorised, 0) + coalesce(half_days_unauthorised, 0) > half_days_possible
