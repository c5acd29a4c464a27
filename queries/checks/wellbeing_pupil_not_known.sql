/*
title = "Pupils who are not in the pupils extract"
severity = "should_look"
table = "wellbeing"
column = "scn_key"
why = "They are counted in no sex or area, and in no school where it is blank."
fix = "Send the pupils of the same months."
*/
select row_number, cast(null as varchar) as value
from incoming
where exists (select 1 from extract.pupil) and scn_key not in (select scn_key from extract.pupil)
