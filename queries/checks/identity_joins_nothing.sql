/*
title = "A row with one number only"
severity = "should_look"
table = "identity"
column = "person_key"
why = "It joins nothing."
fix = "Take the row out, or add the number of the other system."
*/
select row_number, cast(null as varchar) as value
from incoming
where
    cast(scn_key is not null as integer)
    + cast(chi_key is not null as integer)
    + cast(person_key is not null as integer)
    < 2
