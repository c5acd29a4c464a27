/*
title = "A total that is not the sum of its four scales"
severity = "must_fix"
table = "sdq"
column = "total"
why = "The total adds emotion, conduct, hyperactivity and peer, and not the prosocial scale."
fix = "Correct the total or the scales and export again."
*/
select row_number, total || ' for ' || (emotion + conduct + hyperactivity + peer) as value
from incoming
where total <> emotion + conduct + hyperactivity + peer
