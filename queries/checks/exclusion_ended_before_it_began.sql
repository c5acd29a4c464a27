/*
title = "Ended before they began"
severity = "must_fix"
table = "exclusion"
column = "finished_on"
why = "The exclusion would last minus days."
fix = "One of the two dates is wrong: correct it and export again."
*/
select row_number, strftime(finished_on, '%d/%m/%Y') as value
from incoming
where finished_on < started_on
