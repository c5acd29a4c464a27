/*
title = "Domains recorded for a review that was not done"
severity = "should_look"
table = "review"
column = "reviewed_on"
why = "Without a date it is counted as not done."
fix = "Add the date of the review, or clear the domains."
*/
select row_number, cast(null as varchar) as value
from incoming
where
    reviewed_on is null
    and coalesce(speech, gross_motor, fine_motor, personal_social, emotional, vision, hearing)
    is not null
