/*
title = "A rank outside 1 to 6,976"
severity = "must_fix"
table = "deprivation"
column = "rank"
why = "The fifth of Scotland it is in cannot be told."
fix = "Check which column is which, then export again."
*/
select row_number, cast(rank as varchar) as value from incoming where rank not between 1 and 6976
