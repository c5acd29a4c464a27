/*
title = "The cluster and sector each school is in"
*/
-- A cluster is a secondary with its primaries. A school that changed its name has
-- several rows in the extract; the latest counts.
select
    code as school,
    coalesce(arg_max(parent, coalesce(from_on, date '1900-01-01')), 'no_cluster') as cluster,
    arg_max(sector, coalesce(from_on, date '1900-01-01')) as sector
from extract.organisation
where kind = 'school'
group by code
union all
select 'not_at_school', 'not_at_school', 'not_at_school'
