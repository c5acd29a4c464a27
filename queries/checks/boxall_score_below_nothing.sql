/*
title = "A strand's score below nought"
severity = "must_fix"
table = "boxall"
column = "score"
why = "Scores are counted in points; they cannot be below nought."
fix = "Correct the score and export again."
*/
select row_number, cast(score as varchar) as value from incoming where score < 0
