/*
title = "Admitted before birth"
severity = "should_look"
table = "pupil"
column = "admitted_on"
why = "One of the two dates is wrong."
fix = "Ask the school which."
*/
select row_number, strftime(admitted_on, '%d/%m/%Y') as value
from incoming
where admitted_on < birth_date
