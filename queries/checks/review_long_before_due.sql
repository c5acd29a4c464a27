/*
title = "Done three months or more before it was due"
severity = "should_look"
table = "review"
column = "reviewed_on"
why = "It may be another review, or another child's."
fix = "Check the type of review and both dates."
*/
select row_number, strftime(reviewed_on, '%d/%m/%Y') as value
from incoming
where reviewed_on < due_month - interval 3 month
