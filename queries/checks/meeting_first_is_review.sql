/*
title = "A child whose first meeting is a review"
severity = "should_look"
table = "meeting"
column = "meeting_type"
why = "The meeting that registered the child is missing."
fix = "Send the initial meeting. Nothing to do where the child was registered before these months."
*/
-- A review follows within six months: an earlier first meeting would be in the extract.
select row_number, strftime(held_on, '%d/%m/%Y') as value
from incoming
where true
qualify
    meeting_type = 'review'
    and held_on = min(held_on) over (partition by person_key)
    and held_on > min(held_on) over () + interval 6 month
