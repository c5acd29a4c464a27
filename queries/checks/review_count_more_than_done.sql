/*
title = "More reviews with a concern than reviews"
severity = "must_fix"
table = "review_count"
column = "with_concern"
why = "A share cannot be more than the whole."
fix = "Check which column is which, then export again."
*/
select row_number, with_concern || ' of ' || reviews as value
from incoming
where with_concern > reviews
