/*
title = "Offered support before they were received"
severity = "should_look"
table = "referral"
column = "offered_on"
why = "How soon families are offered support would be minus days."
fix = "One of the two dates is wrong: correct it when you can."
*/
select row_number, strftime(offered_on, '%d/%m/%Y') as value
from incoming
where offered_on < received_on
