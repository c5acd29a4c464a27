/*
title = "Attendance around a referral"
question = "How did children attend school in the terms before and after a referral?"
kind = "ratio"
about = "children"
numerator = "Half-days attended"
denominator = "Half-days possible"
unit = "half-days"
family = "outcome"
better = "higher"
board = false
sources = ["mosaic_referrals", "mosaic_steps", "seemis_attendance"]
needs = ["identity_lookup"]
matures_after_days = 365
counts = "The two school terms before the term of the referral and the two after it, of children with half-days in them; by what was decided."
does_not_count = "The term of the referral itself; children not at school; children not in the look-up."
why = "School sees every day whether things get better."
caveats = "Children are referred when things are at their worst, so some of a rise would come without any help; and those with each decision were not alike to begin with. Not the same children in every term: some start or leave school."
scrutiny = ["Do those who went on attend better after it?"]
*/
select
    r.child_key,
    r.decided_on as event_on,
    r.area,
    r.school,
    r.team,
    r.sex,
    r.decided_as,
    case
        b.term - r.term
        when -2
        then 'before_2'
        when -1
        then 'before_1'
        when 1
        then 'after_1'
        else 'after_2'
    end as term,
    b.attended as numerator,
    b.possible as denominator
from
    (
        select
            d.*,
            (
                select max(t.term)
                from term as t
                where t.month <= date_trunc('month', d.received_on)
            ) as term
        from decided as d
    ) as r
join
    (
        select
            a.child_key,
            t.term,
            coalesce(sum(a.attended), 0) as attended,
            sum(a.possible) as possible
        from pupil_attendance as a
        join term as t on t.month = a.month
        where a.possible > 0
        group by a.child_key, t.term
    ) as b
    on b.child_key = r.child_key
    and b.term - r.term in (-2, -1, 1, 2)
