/*
title = "An age that nobody has"
severity = "must_fix"
table = "population"
column = "age"
why = "Rates of an age band would be out of the wrong number."
fix = "Check which column is which, then export again."
*/
select row_number, cast(age as varchar) as value from incoming where age not between 0 and 120
