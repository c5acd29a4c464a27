/*
title = "Exclusions, each with its pupil"
*/
select
    coalesce(link.child_key, e.scn_key) as child_key,
    e.school,
    e.stage,
    e.started_on,
    case
        when e.kind is not null
        then e.kind
        when e.removed_from_register
        then 'removed'
        else 'temporary'
    end as exclusion_kind,
    pupil.sex,
    pupil.area
from extract.exclusion as e
left join child_link as link on link.system_key = e.scn_key
left join
    (
        select child_key, school, max(sex) as sex, max(area) as area
        from school_spell
        group by child_key, school
    ) as pupil
    on pupil.child_key = coalesce(link.child_key, e.scn_key)
    and pupil.school = e.school
