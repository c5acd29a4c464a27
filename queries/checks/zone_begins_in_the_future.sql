/*
title = "Joins the zone after the day of this picture"
severity = "for_information"
table = "zone_member"
column = "from_on"
why = "It counts from that day on."
fix = "Nothing to do."
*/
select row_number, strftime(from_on, '%d/%m/%Y') as value
from incoming, run
where from_on > run.as_at
