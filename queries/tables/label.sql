/*
title = "What values are called, besides the places that are the partnership's own"
*/
-- A published file names every school of Scotland. They get a name here and are no
-- `place`: a place is listed in every breakdown, with nought where it has none.
with
    school as (
        select school, sector, arg_max(name, month) as name from school_roll group by school, sector
    )
select dimension, code, label, position
from code.labels
union all
select 'school', school, string_agg(distinct name, ' / ' order by name), 500
from school
group by school
union all
select area_level, area_code, area_name, 500
from boundary
where area_level = 'data_zone' and area_name is not null
union all
select dimension, code, label, position
from recorded.tool_label
