/*
title = "Closed before they were received"
severity = "must_fix"
table = "referral"
column = "closed_on"
why = "They would count as decided in minus days."
fix = "One of the two dates is wrong: ask the team that holds the record, correct it and export again."
*/
select row_number, strftime(closed_on, '%d/%m/%Y') as value
from incoming
where closed_on < received_on
