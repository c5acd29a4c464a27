/*
title = "At two schools at once"
severity = "for_information"
table = "pupil"
column = "school"
why = "A shared placement is two rows; the pupil is counted once."
fix = "Nothing to do where the placement is shared. Else add the date of leaving."
*/
select b.row_number, b.school as value
from incoming as b
where
    exists (
        select 1
        from incoming as a
        where
            a.scn_key = b.scn_key
            and a.school <> b.school
            and a.admitted_on <= b.admitted_on
            and coalesce(a.left_on, date '9999-12-31') > b.admitted_on
    )
