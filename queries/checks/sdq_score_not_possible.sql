/*
title = "A score that the questionnaire cannot give"
severity = "must_fix"
table = "sdq"
column = "total"
why = "Scales run from 0 to 10 and the total from 0 to 40."
fix = "Check which column is which, then export again."
*/
select
    row_number,
    concat_ws(', ', emotion, conduct, hyperactivity, peer, prosocial)
    || '; total '
    || coalesce(total::varchar, 'none') as value
from incoming
where
    least(emotion, conduct, hyperactivity, peer, prosocial, total) < 0
    or greatest(emotion, conduct, hyperactivity, peer, prosocial) > 10
    or total > 40
