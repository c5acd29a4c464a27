/*
title = "Pupils on the days a wellbeing tool was filled in: which child, at which school"
*/
-- Sex and area are those of the pupil's latest spell at a school.
with
    filled_in as (
        select scn_key, completed_on
        from extract.sdq
        union
        select scn_key, completed_on
        from extract.boxall
        union
        select scn_key, completed_on
        from extract.wellbeing
    ),
    linked as (
        select f.scn_key, f.completed_on, coalesce(link.child_key, f.scn_key) as child_key
        from filled_in as f
        left join child_link as link on link.system_key = f.scn_key
    ),
    pupil as (
        select
            child_key,
            max(struct_pack(day := admitted_on, school := school, sex := sex)).sex as sex,
            max(struct_pack(day := admitted_on, school := school, area := area)).area as area
        from school_spell
        group by child_key
    ),
    at_school as (
        select
            l.child_key,
            l.completed_on,
            max(struct_pack(day := s.admitted_on, code := s.school)).code as school
        from linked as l
        join
            school_spell as s
            on s.child_key = l.child_key
            and s.admitted_on <= l.completed_on
            and s.left_on > l.completed_on
        group by l.child_key, l.completed_on
    )
select
    linked.scn_key, linked.completed_on, linked.child_key, at_school.school, pupil.sex, pupil.area
from linked
left join pupil using (child_key)
left join at_school using (child_key, completed_on)
