/*
title = "27–30 month reviews: due, done, and with a concern"
*/
-- Any concern is a concern in one domain or more, of all reviews done: the national
-- denominator (PHS Early Child Development).
select
    coalesce(link.child_key, r.chi_key) as child_key,
    r.due_month,
    r.reviewed_on,
    r.age_months,
    list_has_any(
        [
            r.speech,
            r.gross_motor,
            r.fine_motor,
            r.problem_solving,
            r.personal_social,
            r.emotional,
            r.vision,
            r.hearing
        ],
        ['new_concern', 'known_concern']
    ) as any_concern,
    r.health_team,
    r.sex,
    r.data_zone as area,
    area_level.simd_quintile
from extract.review as r
left join child_link as link on link.system_key = r.chi_key
left join area_level on area_level.area = r.data_zone
where r.review = '27_30_months'
