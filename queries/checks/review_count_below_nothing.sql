/*
title = "Fewer than no reviews"
severity = "must_fix"
table = "review_count"
column = "reviews"
why = "Reviews are counted; they cannot be below nought."
fix = "Correct the number and export again."
*/
select row_number, cast(reviews as varchar) as value
from incoming
where reviews < 0 or with_concern < 0
