/*
title = "Completed on no known day"
severity = "should_look"
table = "step"
column = "completed_on"
why = "Days to a decision leave these out."
fix = "Add the date of completion when you can."
*/
select row_number, status as value from incoming where status = 'completed' and completed_on is null
