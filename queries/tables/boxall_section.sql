/*
title = "Boxall Profiles: the score of each section, and that of an earlier profile"
*/
-- Section I, the developmental strands, is A to J; Section II, the diagnostic profile, Q
-- to Z: ten strands each. A section counts where all ten of it are there. An earlier score
-- is of the latest profile that is at least 60 days older and at most 730.
with
    sectioned as (
        select
            b.scn_key,
            b.completed_on,
            case when b.strand <= 'J' then 'developmental' else 'diagnostic' end as section,
            sum(b.score) as score,
            max(b.school) as school,
            max(b.stage) as stage
        from extract.boxall as b
        group by 1, 2, 3
        having count(distinct b.strand) = 10
    ),
    placed as (
        select
            a.child_key,
            s.completed_on,
            s.section,
            s.score,
            coalesce(s.school, a.school) as school,
            s.stage,
            a.sex,
            a.area
        from sectioned as s
        join assessed as a using (scn_key, completed_on)
    )
select
    p.*,
    (
        select max(struct_pack(day := e.completed_on, score := e.score))
        from placed as e
        where
            e.child_key = p.child_key
            and e.section = p.section
            and e.completed_on between p.completed_on - 730 and p.completed_on - 60
    ).score as earlier_score
from placed as p
