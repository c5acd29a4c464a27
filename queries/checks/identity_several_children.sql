/*
title = "One number of another system for several children"
severity = "should_look"
table = "identity"
column = "person_key"
why = "Two children would become one."
fix = "Check that the look-up joins the right children."
*/
select row_number, cast(null as varchar) as value
from incoming
where person_key is not null and (scn_key is not null or chi_key is not null)
qualify
    (
        scn_key is not null
        and min(person_key) over (partition by scn_key)
        < max(person_key) over (partition by scn_key)
    )
    or (
        chi_key is not null
        and min(person_key) over (partition by chi_key)
        < max(person_key) over (partition by chi_key)
    )
