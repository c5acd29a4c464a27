/*
title = "A member that is not in the organisation extract"
severity = "should_look"
table = "zone_member"
column = "member"
why = "The zone holds nothing of it."
fix = "Check its code against the organisation extract."
*/
select row_number, member as value
from incoming
where
    member_kind in (select kind from extract.organisation)
    and member
    not in (select code from extract.organisation as o where o.kind = incoming.member_kind)
