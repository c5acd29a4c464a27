/*
title = "Half-days of each pupil in the term of a census: possible, and missed"
*/
-- A census whose file has no absence at all says nothing of attendance. In one that has,
-- a blank is no absence of that kind.
with
    absences as (
        select source, census_on
        from extract.pupil
        where half_days_authorised is not null or half_days_unauthorised is not null
        group by all
    )
select
    coalesce(link.child_key, p.scn_key) as child_key,
    p.census_on,
    p.school,
    p.stage,
    p.sex,
    p.half_days_possible as possible,
    coalesce(p.half_days_authorised, 0) as authorised,
    coalesce(p.half_days_unauthorised, 0) as unauthorised
from extract.pupil as p
join absences on absences.source = p.source and absences.census_on = p.census_on
left join child_link as link on link.system_key = p.scn_key
where p.half_days_possible > 0
