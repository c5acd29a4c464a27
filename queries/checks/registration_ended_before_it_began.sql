/*
title = "Taken off the register before being placed on it"
severity = "must_fix"
table = "registration"
column = "deregistered_on"
why = "They would be on the register for minus days."
fix = "One of the two dates is wrong: correct it and export again."
*/
select row_number, strftime(deregistered_on, '%d/%m/%Y') as value
from incoming
where deregistered_on < registered_on
