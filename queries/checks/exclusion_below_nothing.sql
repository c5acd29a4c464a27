/*
title = "An exclusion of less than no half-days"
severity = "must_fix"
table = "exclusion"
column = "half_days"
why = "Half-days are counted; they cannot be below nought."
fix = "Correct the number and export again."
*/
select row_number, cast(half_days as varchar) as value from incoming where half_days < 0
