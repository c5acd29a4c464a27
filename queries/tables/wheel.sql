/*
title = "Wellbeing Wheels: whether most indicators are on the better side, and which are not"
*/
-- Wheels have scales of their own, so a score is told by its side of the middle of its
-- scale. One row a wheel: its eight scores are of one child on one day and hang together,
-- so that to count each of them would claim more than is known.
with
    score as (
        select
            scn_key,
            completed_on,
            indicator,
            school,
            stage,
            case
                when direction = 'lower'
                then 2 * score < scale_min + scale_max
                else 2 * score > scale_min + scale_max
            end as on_better_side
        from extract.wellbeing
    ),
    filled_in as (
        select
            scn_key,
            completed_on,
            max(school) as school,
            max(stage) as stage,
            2 * count(*) filter (where on_better_side) > count(*) as mostly_better,
            list(indicator) filter (where not on_better_side) as low_indicator
        from score
        group by scn_key, completed_on
    )
select
    a.child_key,
    w.completed_on,
    coalesce(w.school, a.school) as school,
    w.stage,
    a.sex,
    a.area,
    w.mostly_better,
    coalesce(w.low_indicator, ['none']) as low_indicator
from filled_in as w
join assessed as a using (scn_key, completed_on)
