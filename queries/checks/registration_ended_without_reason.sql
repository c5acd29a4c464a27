/*
title = "Taken off the register without a reason"
severity = "for_information"
table = "registration"
column = "reason"
why = "A move to another council cannot be told from an improvement."
fix = "Add the reason when you can."
*/
select row_number, strftime(deregistered_on, '%d/%m/%Y') as value
from incoming
where deregistered_on is not null and reason is null
