/*
title = "Closed after the day of this picture"
severity = "should_look"
table = "referral"
column = "closed_on"
why = "Nothing can have been closed on a day that has not come."
fix = "Correct the date and export again."
*/
select row_number, strftime(closed_on, '%d/%m/%Y') as value
from incoming, run
where closed_on > run.as_at
