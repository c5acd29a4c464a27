/*
title = "Completed before they began"
severity = "should_look"
table = "step"
column = "completed_on"
why = "A step cannot end before it begins."
fix = "One of the two dates is wrong: correct it when you can."
*/
select row_number, strftime(completed_on, '%d/%m/%Y') as value
from incoming
where completed_on < started_on
