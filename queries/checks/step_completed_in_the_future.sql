/*
title = "Completed after the day of this picture"
severity = "should_look"
table = "step"
column = "completed_on"
why = "A decision that has not been made would be counted."
fix = "Correct the date and export again."
*/
select row_number, strftime(completed_on, '%d/%m/%Y') as value
from incoming, run
where completed_on > run.as_at
