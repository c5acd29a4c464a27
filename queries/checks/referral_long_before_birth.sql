/*
title = "Referred nine months or more before birth"
severity = "should_look"
table = "referral"
column = "received_on"
why = "Nobody can have known of the child."
fix = "The date of birth or of the referral is wrong: ask the team that holds the record."
*/
select row_number, strftime(received_on, '%d/%m/%Y') as value
from incoming
where received_on <= birth_date - interval 9 month
