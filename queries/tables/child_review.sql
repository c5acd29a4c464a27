/*
title = "Child health reviews: due, done, in time, complete, and with a concern"
*/
-- Any concern is a concern in one domain or more, of all reviews done: the national
-- denominator (PHS Early Child Development). A review is meaningful when each domain has
-- an answer: no concern, a new one or a known one.
with
    looked_at as (
        select
            *,
            [
                struct_pack(domain := 'speech', found := speech),
                struct_pack(domain := 'gross_motor', found := gross_motor),
                struct_pack(domain := 'fine_motor', found := fine_motor),
                struct_pack(domain := 'problem_solving', found := problem_solving),
                struct_pack(domain := 'personal_social', found := personal_social),
                struct_pack(domain := 'emotional', found := emotional),
                struct_pack(domain := 'vision', found := vision),
                struct_pack(domain := 'hearing', found := hearing)
            ] as domains
        from extract.review
    )
select
    coalesce(link.child_key, r.chi_key) as child_key,
    r.review,
    r.due_month,
    r.reviewed_on,
    coalesce(
        r.reviewed_on is not null
        and case cutoff.unit when 'weeks' then r.age_weeks else r.age_months end
        < cutoff.covered_before,
        false
    ) as in_time,
    len(list_filter(r.domains, lambda d:d.found in ('new_concern', 'known_concern')))
    > 0 as any_concern,
    -- problem solving was not asked about before April 2017
    len(
        list_filter(
            r.domains,
            lambda d:d.found in ('no_concern', 'new_concern', 'known_concern')
            or (d.domain = 'problem_solving' and r.reviewed_on < date '2017-04-01')
        )
    )
    = len(r.domains) as meaningful,
    r.domains,
    r.plan_indicator,
    r.health_team,
    r.sex,
    r.data_zone as area,
    area_level.simd_quintile
from looked_at as r
left join
    (
        select review, unit, cast(covered_before as integer) as covered_before
        from code.review_cutoff
    ) as cutoff
    on cutoff.review = r.review
left join child_link as link on link.system_key = r.chi_key
left join area_level on area_level.area = r.data_zone
