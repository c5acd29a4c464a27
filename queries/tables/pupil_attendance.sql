/*
title = "Half-days possible, attended and missed, by pupil, school and month"
*/
select
    coalesce(link.child_key, a.scn_key) as child_key,
    a.school,
    a.month,
    max(a.stage) as stage,
    max(pupil.sex) as sex,
    max(pupil.area) as area,
    sum(a.half_days) filter (where code.treatment = 'present') as attended,
    sum(a.half_days) filter (where code.treatment = 'possible') as possible,
    sum(a.half_days) filter (where code.treatment = 'authorised') as authorised,
    sum(a.half_days) filter (where code.treatment = 'unauthorised') as unauthorised
from extract.attendance as a
left join child_link as link on link.system_key = a.scn_key
left join
    (
        select child_key, school, max(sex) as sex, max(area) as area
        from school_spell
        group by child_key, school
    ) as pupil
    on pupil.child_key = coalesce(link.child_key, a.scn_key)
    and pupil.school = a.school
left join
    (select distinct code, treatment from code.attendance) as code on code.code = a.attendance_code
group by coalesce(link.child_key, a.scn_key), a.school, a.month
