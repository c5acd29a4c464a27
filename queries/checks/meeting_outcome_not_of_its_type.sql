/*
title = "An outcome that this type of meeting cannot have"
severity = "should_look"
table = "meeting"
column = "outcome"
why = "An initial meeting registers or does not; only a review takes a child off the register."
fix = "Check the type and the outcome of the meeting."
*/
select row_number, outcome as value
from incoming
where
    (meeting_type in ('initial', 'pre_birth') and outcome in ('remains', 'deregistered'))
    or (meeting_type = 'review' and outcome in ('registered', 'not_registered'))
