/*
title = "Spells on the register that are open at each month's end, unborn children's too"
*/
-- Spells and not children, so that what was open, what began and what ended add up.
select
    r.child_key,
    m.last_day as on_date,
    r.concern,
    r.team,
    r.age_band,
    r.sex,
    r.area,
    r.simd_quintile
from registration as r
join month as m on r.registered_on <= m.last_day and r.deregistered_on > m.last_day
