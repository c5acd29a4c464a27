/*
title = "On the register at 18 or older"
severity = "should_look"
table = "registration"
column = "birth_date"
why = "The register is of children: the date of birth may be wrong."
fix = "Check the date of birth."
*/
select row_number, strftime(registered_on, '%d/%m/%Y') as value
from incoming
where registered_on >= birth_date + interval 18 year
