/*
title = "A school without the number of its pupils"
severity = "should_look"
table = "school_roll"
column = "pupils"
why = "The school is left out of the totals of its council."
fix = "Nothing to do where it was withheld. Else export again with the number."
*/
select row_number, name as value from incoming where pupils is null
