/*
title = "A date of completion on a step that is not completed"
severity = "should_look"
table = "step"
column = "status"
why = "Only completed steps decide a referral."
fix = "Check the status of the step."
*/
select row_number, status as value
from incoming
where completed_on is not null and status not in ('completed', 'cancelled')
