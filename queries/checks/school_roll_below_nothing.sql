/*
title = "Fewer than no pupils"
severity = "must_fix"
table = "school_roll"
column = "pupils"
why = "Pupils are counted; they cannot be below nought."
fix = "Correct the number and export again."
*/
select row_number, cast(pupils as varchar) as value from incoming where pupils < 0
