/*
title = "Fewer than no people"
severity = "must_fix"
table = "population"
column = "persons"
why = "Rates would be out of a number below nought."
fix = "Correct the number and export again."
*/
select row_number, cast(persons as varchar) as value from incoming where persons < 0
