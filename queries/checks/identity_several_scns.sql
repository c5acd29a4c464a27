/*
title = "One child with several Scottish Candidate Numbers"
severity = "should_look"
table = "identity"
column = "scn_key"
why = "The child's school records are joined to one child all the same."
fix = "Check that the look-up joins the right children."
*/
select row_number, cast(null as varchar) as value
from incoming
where person_key is not null and scn_key is not null
qualify min(scn_key) over (partition by person_key) < max(scn_key) over (partition by person_key)
