/*
title = "Each pupil at each school in each school year: half-days, exclusions, needs"
*/
-- A school year stands in its August. What the pupil record says of needs, meals and care
-- is what it says today: the extract does not tell of earlier years.
with
    year_of_month as (
        select *, make_date(year(month) - cast(month(month) < 8 as integer), 8, 1) as school_year
        from pupil_attendance
    ),
    record as (
        select
            coalesce(link.child_key, p.scn_key) as child_key,
            p.school,
            bool_or(p.additional_support) as additional_support,
            bool_or(p.free_meals) as free_meals,
            bool_or(p.looked_after in ('at_home', 'away_from_home')) as looked_after
        from extract.pupil as p
        left join child_link as link on link.system_key = p.scn_key
        group by all
    ),
    excluded as (
        select
            child_key,
            school,
            make_date(
                year(started_on) - cast(month(started_on) < 8 as integer), 8, 1
            ) as school_year,
            count(*) as exclusions
        from exclusion
        group by all
    ),
    attended as (
        select
            child_key,
            school,
            school_year,
            arg_max(stage, month) as stage,
            max(sex) as sex,
            max(area) as area,
            sum(possible) as possible,
            coalesce(sum(attended), 0) as attended,
            coalesce(sum(authorised), 0) as authorised,
            coalesce(sum(unauthorised), 0) as unauthorised,
            bool_or(month(month) = 9 and possible > 0) as on_roll
        from year_of_month
        group by child_key, school, school_year
    )
select
    a.*,
    coalesce(e.exclusions, 0) as exclusions,
    r.additional_support,
    r.free_meals,
    r.looked_after,
    area_level.simd_quintile
from attended as a
left join excluded as e using (child_key, school, school_year)
left join record as r using (child_key, school)
left join area_level on area_level.area = a.area
where a.possible > 0
