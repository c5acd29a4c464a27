/*
title = "The places in each zone, and when"
*/
-- What is recorded on the page stands over an extract's rows of the same zone.
select zone, aim, member_kind, member, from_on, to_on
from recorded.zone_member
union all
select zone, coalesce(aim, ''), member_kind, member, from_on, to_on
from extract.zone_member
where zone not in (select name from recorded.zone)
