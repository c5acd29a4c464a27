/*
title = "Screened after the day of this picture"
severity = "should_look"
table = "referral"
column = "screened_on"
why = "A decision that has not been made would be counted."
fix = "Correct the date and export again."
*/
select row_number, strftime(screened_on, '%d/%m/%Y') as value
from incoming, run
where screened_on > run.as_at
