/*
title = "Born after the day of this picture"
severity = "must_fix"
table = "review"
column = "birth_date"
why = "No review can be due for a child who is not born."
fix = "Correct the date of birth, or take the row out, then export again."
*/
select row_number, strftime(birth_date, '%d/%m/%Y') as value
from incoming, run
where birth_date > run.as_at
