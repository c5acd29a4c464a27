/*
title = "What other systems knew of a child before a referral"
*/
-- Of a child whom the look-up joins to a system. The two terms before are the two that
-- were over by the day of the referral; of a referral in July, spring and summer.
with
    received as (
        select
            *,
            case
                when month(received_on) = 7
                then
                    (
                        select max(t.term) + 1
                        from term as t
                        where t.month < date_trunc('month', received_on)
                    )
                else
                    (
                        select max(t.term)
                        from term as t
                        where t.month <= date_trunc('month', received_on)
                    )
            end as term
        from referral
        where received_class = 'child_protection'
    ),
    by_term as (
        select a.child_key, t.term, sum(a.attended) as attended, sum(a.possible) as possible
        from pupil_attendance as a
        join term as t using (month)
        where a.possible > 0
        group by all
    ),
    attended as (
        select
            r.child_key,
            r.incident_key,
            r.received_on,
            coalesce(sum(b.attended), 0) as attended,
            sum(b.possible) as possible
        from received as r
        join by_term as b on b.child_key = r.child_key and b.term between r.term - 2 and r.term - 1
        group by all
    )
select
    r.*,
    a.attended,
    a.possible,
    review.any_concern as concern_at_review,
    exists (
        select 1
        from exclusion as e
        where
            e.child_key = r.child_key
            and e.started_on < r.received_on
            and e.started_on >= r.received_on - 365
    ) as excluded_before,
    exists (
        select 1
        from school_spell as s
        where
            s.child_key = r.child_key
            and s.admitted_on < r.received_on
            and s.left_on > r.received_on - 365
    ) as pupil_before,
    exists (
        select 1
        from referral as e
        where
            e.child_key = r.child_key
            and e.received_class = 'child_protection'
            and e.received_on < r.received_on
            and e.received_on >= r.received_on - 365
    ) as referred_before
from received as r
left join attended as a using (child_key, incident_key, received_on)
left join
    child_review as review
    on review.child_key = r.child_key
    and review.review = '27_30_months'
    and review.reviewed_on < r.received_on
