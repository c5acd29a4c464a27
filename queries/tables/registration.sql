/*
title = "Spells on the child protection register"
*/
select
    coalesce(link.child_key, r.person_key) as child_key,
    r.registered_on,
    coalesce(r.deregistered_on, date '9999-12-31') as deregistered_on,
    -- the last day that the child came off the register before
    max(r.deregistered_on) over (
        partition by coalesce(link.child_key, r.person_key)
        order by r.registered_on
        range between unbounded preceding and interval 1 day preceding
    ) as off_before,
    r.reason,
    r.concern,
    r.team,
    r.age_band,
    r.sex,
    r.data_zone as area,
    area_level.simd_quintile
from extract.registration as r
left join child_link as link on link.system_key = r.person_key
left join area_level on area_level.area = r.data_zone
