/*
title = "A pre-birth meeting held after the birth"
severity = "should_look"
table = "meeting"
column = "meeting_type"
why = "It is counted as a pre-birth meeting."
fix = "Check the date of birth, and whether it was an initial meeting."
*/
select row_number, strftime(held_on, '%d/%m/%Y') as value
from incoming
where meeting_type = 'pre_birth' and held_on > birth_date
