/*
title = "Data zones of 2011 and of 2022 together"
severity = "must_fix"
table = "data_zone"
column = "data_zone"
why = "The same code can stand for other streets: places would be counted twice or not at all."
fix = "Send a file of one of the two only."
*/
-- The zones of 2011 end with S01013481; those of 2022 follow.
select row_number, data_zone as value
from incoming
where regexp_full_match(data_zone, 'S01[0-9]{6}')
qualify
    min(data_zone) over () <= 'S01013481'
    and max(data_zone) over () > 'S01013481'
    and data_zone > 'S01013481'
