/*
title = "Two names at once for one code"
severity = "should_look"
table = "organisation"
column = "name"
why = "Charts can show only one of them."
fix = "Give the first the day on which it ended."
*/
select b.row_number, b.name as value
from incoming as b
where
    exists (
        select 1
        from incoming as a
        where
            a.kind = b.kind
            and a.code = b.code
            and a.name <> b.name
            and a.row_number < b.row_number
            and coalesce(a.to_on, date '9999-12-31') > coalesce(b.from_on, date '0001-01-01')
            and coalesce(b.to_on, date '9999-12-31') > coalesce(a.from_on, date '0001-01-01')
    )
