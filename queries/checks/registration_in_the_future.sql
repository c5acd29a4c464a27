/*
title = "Registered after the day of this picture"
severity = "must_fix"
table = "registration"
column = "registered_on"
why = "Nobody can be on the register from a day that has not come."
fix = "Correct the date and export again."
*/
select row_number, strftime(registered_on, '%d/%m/%Y') as value
from incoming, run
where registered_on > run.as_at
