/*
title = "Done before the child was born"
severity = "must_fix"
table = "review"
column = "reviewed_on"
why = "The age at the review would be below nought."
fix = "One of the two dates is wrong: correct it and export again."
*/
select row_number, strftime(reviewed_on, '%d/%m/%Y') as value
from incoming
where reviewed_on < birth_date
