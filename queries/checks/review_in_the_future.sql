/*
title = "Done after the day of this picture"
severity = "must_fix"
table = "review"
column = "reviewed_on"
why = "A review that is only planned has not been done."
fix = "Leave planned reviews blank, or correct the date, then export again."
*/
select row_number, strftime(reviewed_on, '%d/%m/%Y') as value
from incoming, run
where reviewed_on > run.as_at
