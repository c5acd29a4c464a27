/*
title = "Held nine months or more before birth"
severity = "should_look"
table = "meeting"
column = "held_on"
why = "Nobody can have known of the child."
fix = "The date of birth or of the meeting is wrong: ask the team that holds the record."
*/
select row_number, strftime(held_on, '%d/%m/%Y') as value
from incoming
where held_on <= birth_date - interval 9 month
