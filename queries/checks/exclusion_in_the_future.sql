/*
title = "Began after the day of this picture"
severity = "must_fix"
table = "exclusion"
column = "started_on"
why = "A pupil cannot have been excluded from a day that has not come."
fix = "Correct the date and export again."
*/
select row_number, strftime(started_on, '%d/%m/%Y') as value
from incoming, run
where started_on > run.as_at
