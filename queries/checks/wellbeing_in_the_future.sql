/*
title = "Filled in after the day of this picture"
severity = "must_fix"
table = "wellbeing"
column = "completed_on"
why = "A wheel that is only planned has not been filled in."
fix = "Correct the date and export again."
*/
select row_number, strftime(completed_on, '%d/%m/%Y') as value
from incoming, run
where completed_on > run.as_at
