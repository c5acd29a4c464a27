/*
title = "Taken off the register after the day of this picture"
severity = "should_look"
table = "registration"
column = "deregistered_on"
why = "They are counted as on the register until then."
fix = "Leave the date blank until it has come, or correct it."
*/
select row_number, strftime(deregistered_on, '%d/%m/%Y') as value
from incoming, run
where deregistered_on > run.as_at
