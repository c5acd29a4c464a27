/*
title = "One SEED code in two sectors at once"
severity = "should_look"
table = "organisation"
column = "sector"
why = "A school for primary and secondary pupils has one code; charts by sector can put it in only one, the latest."
fix = "Keep the sector of most of its pupils, or give each part a code of its own."
*/
select b.row_number, b.sector as value
from incoming as b
where
    b.kind = 'school'
    and exists (
        select 1
        from incoming as a
        where
            a.kind = 'school'
            and a.code = b.code
            and a.sector <> b.sector
            and a.row_number < b.row_number
            and coalesce(a.to_on, date '9999-12-31') > coalesce(b.from_on, date '0001-01-01')
            and coalesce(b.to_on, date '9999-12-31') > coalesce(a.from_on, date '0001-01-01')
    )
