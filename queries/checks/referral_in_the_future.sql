/*
title = "Received after the day of this picture"
severity = "must_fix"
table = "referral"
column = "received_on"
why = "Nothing can have been received yet on a day that has not come."
fix = "Correct the date, or give the right day with --as-at, and export again."
*/
select row_number, strftime(received_on, '%d/%m/%Y') as value
from incoming, run
where received_on > run.as_at
