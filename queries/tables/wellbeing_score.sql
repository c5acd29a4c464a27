/*
title = "Scores of the eight wellbeing indicators, and the side of the middle each is on"
*/
-- Wheels have scales of their own, so a score is told by its side of the middle of its
-- scale: the better one, or the middle itself and the other.
select
    a.child_key,
    w.scn_key || ':' || w.completed_on as wheel_key,
    w.completed_on,
    w.indicator as wellbeing_indicator,
    coalesce(w.school, a.school) as school,
    w.stage,
    a.sex,
    a.area,
    case
        when w.direction = 'lower'
        then 2 * w.score < w.scale_min + w.scale_max
        else 2 * w.score > w.scale_min + w.scale_max
    end as on_better_side
from extract.wellbeing as w
join assessed as a using (scn_key, completed_on)
