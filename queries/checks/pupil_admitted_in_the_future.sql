/*
title = "Admitted after the day of this picture"
severity = "should_look"
table = "pupil"
column = "admitted_on"
why = "They are on no roll until that day."
fix = "Nothing to do where they are enrolled for next term. Else correct the date."
*/
select row_number, strftime(admitted_on, '%d/%m/%Y') as value
from incoming, run
where admitted_on > run.as_at
