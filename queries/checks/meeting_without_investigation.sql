/*
title = "An initial meeting without an investigation before it"
severity = "should_look"
table = "meeting"
column = "referral_key"
why = "It is counted among meetings, but follows no investigation."
fix = "Send steps over the same months as meetings, or correct the referral."
*/
select row_number, strftime(held_on, '%d/%m/%Y') as value
from incoming as m
where
    meeting_type = 'initial'
    and held_on > (select min(incoming_on) + interval 3 month from extract.step)
    and not exists (
        select 1
        from extract.step as s
        where
            s.person_key = m.person_key
            and s.step_type = 'investigation'
            and s.incoming_on <= m.held_on
    )
