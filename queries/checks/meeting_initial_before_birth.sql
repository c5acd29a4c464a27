/*
title = "An initial meeting held before the birth"
severity = "should_look"
table = "meeting"
column = "meeting_type"
why = "Before the birth it is a pre-birth meeting."
fix = "Check the date of birth, and whether it was a pre-birth meeting."
*/
select row_number, strftime(held_on, '%d/%m/%Y') as value
from incoming
where meeting_type = 'initial' and held_on < birth_date
