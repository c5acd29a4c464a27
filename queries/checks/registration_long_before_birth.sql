/*
title = "Registered nine months or more before birth"
severity = "should_look"
table = "registration"
column = "registered_on"
why = "Nobody can have known of the child."
fix = "The date of birth or of the registration is wrong: ask the team that holds the record."
*/
select row_number, strftime(registered_on, '%d/%m/%Y') as value
from incoming
where registered_on <= birth_date - interval 9 month
