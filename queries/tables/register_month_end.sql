/*
title = "Children on the register at each month's end"
*/
-- A child with two spells open at once counts once. Someone taken off on the last day
-- of a month is not on the register at its end.
select
    r.child_key,
    m.last_day as on_date,
    arg_max(r.concern, r.registered_on) as concern,
    arg_max(r.team, r.registered_on) as team,
    arg_max(r.age_band, r.registered_on) as age_band,
    arg_max(r.sex, r.registered_on) as sex,
    arg_max(r.area, r.registered_on) as area,
    arg_max(r.simd_quintile, r.registered_on) as simd_quintile
from registration as r
join month as m on r.registered_on <= m.last_day and r.deregistered_on > m.last_day
group by r.child_key, m.last_day
