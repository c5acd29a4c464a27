/*
title = "In the same zone twice at once"
severity = "should_look"
table = "zone_member"
column = "from_on"
why = "It is counted once all the same."
fix = "Take out the repeated row, or add the day on which the first ended."
*/
select b.row_number, strftime(b.from_on, '%d/%m/%Y') as value
from incoming as b
where
    exists (
        select 1
        from incoming as a
        where
            a.zone = b.zone
            and a.member_kind = b.member_kind
            and a.member = b.member
            and a.row_number <> b.row_number
            and a.from_on <= b.from_on
            and coalesce(a.to_on, date '9999-12-31') > b.from_on
    )
