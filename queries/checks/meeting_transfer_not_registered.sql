/*
title = "A transfer meeting, and the child was not placed on the register"
severity = "should_look"
table = "meeting"
column = "meeting_type"
why = "A child who moves in registered stays registered until this council's meeting."
fix = "Send the registration, or correct the meeting."
*/
select row_number, strftime(held_on, '%d/%m/%Y') as value
from incoming as m
where
    meeting_type = 'transfer'
    and held_on < (select max(registered_on) - interval 28 day from extract.registration)
    and not exists (select 1 from extract.registration as r where r.person_key = m.person_key)
