/*
title = "A score outside its own scale"
severity = "must_fix"
table = "wellbeing"
column = "score"
why = "The wheel cannot have given it: the score or the scale is wrong."
fix = "Correct the score or the scale and export again."
*/
select row_number, score || ' on ' || scale_min || ' to ' || scale_max as value
from incoming
where score < least(scale_min, scale_max) or score > greatest(scale_min, scale_max)
