/*
title = "Completed before they were asked for"
severity = "should_look"
table = "step"
column = "completed_on"
why = "Days to a decision leave these out."
fix = "One of the two dates is wrong: correct it when you can."
*/
select row_number, strftime(completed_on, '%d/%m/%Y') as value
from incoming
where completed_on < incoming_on
