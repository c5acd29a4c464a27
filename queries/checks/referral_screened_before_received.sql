/*
title = "Screened before they were received"
severity = "should_look"
table = "referral"
column = "screened_on"
why = "Days to a decision leave these out."
fix = "They are counted everywhere else. Correct the dates when you can."
*/
select row_number, strftime(screened_on, '%d/%m/%Y') as value
from incoming
where screened_on < received_on
