/*
title = "Held after the day of this picture"
severity = "must_fix"
table = "meeting"
column = "held_on"
why = "A meeting that is only planned has not been held."
fix = "Leave planned meetings out of the extract, or correct the date."
*/
select row_number, strftime(held_on, '%d/%m/%Y') as value
from incoming, run
where held_on > run.as_at
