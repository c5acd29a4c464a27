/*
title = "Ended before it began"
severity = "must_fix"
table = "organisation"
column = "to_on"
why = "It would be there on no day."
fix = "One of the two dates is wrong: correct it and export again."
*/
select row_number, strftime(to_on, '%d/%m/%Y') as value from incoming where to_on < from_on
