/*
title = "An investigation asked for a planning meeting, and none was held"
severity = "should_look"
table = "step"
column = "outcome"
why = "It is counted as still to come."
fix = "Send the meeting, or correct the outcome of the investigation."
*/
select row_number, strftime(completed_on, '%d/%m/%Y') as value
from incoming as s
where
    step_type = 'investigation'
    and outcome = 'cppm'
    and completed_on < (select max(held_on) - interval 28 day from extract.meeting)
    and not exists (
        select 1
        from extract.meeting as m
        where m.person_key = s.person_key and m.held_on >= s.completed_on
    )
