/*
title = "Asked for after the day of this picture"
severity = "must_fix"
table = "step"
column = "incoming_on"
why = "A step cannot have been asked for on a day that has not come."
fix = "Correct the date and export again."
*/
select row_number, strftime(incoming_on, '%d/%m/%Y') as value
from incoming, run
where incoming_on > run.as_at
