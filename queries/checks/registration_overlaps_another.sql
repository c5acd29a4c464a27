/*
title = "On the register twice at once"
severity = "should_look"
table = "registration"
column = "registered_on"
why = "A child can be on the register once; a second spell begins when the first has ended."
fix = "Take out the repeated registration, or add the date on which the first ended."
*/
select b.row_number, strftime(b.registered_on, '%d/%m/%Y') as value
from incoming as b
where
    exists (
        select 1
        from incoming as a
        where
            a.person_key = b.person_key
            and a.registration_key <> b.registration_key
            and (
                a.registered_on < b.registered_on
                or (a.registered_on = b.registered_on and a.row_number < b.row_number)
            )
            and coalesce(a.deregistered_on, date '9999-12-31') > b.registered_on
    )
