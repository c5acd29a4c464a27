/*
title = "A scale whose lowest score is not below its highest"
severity = "must_fix"
table = "wellbeing"
column = "scale_min"
why = "Without a scale a score says nothing."
fix = "Check the two columns of the scale, then export again."
*/
select row_number, scale_min || ' to ' || scale_max as value
from incoming
where scale_min >= scale_max
