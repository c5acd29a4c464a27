/*
title = "Referrals with a dated decision, and what followed it"
*/
-- What followed is looked for after the day of the decision: the next child protection
-- referral, the next IRD of a referral received after this one, the next registration.
-- Of a referral that went on, its own registration is what was meant to follow.
select
    r.*,
    case
        r.final_class
        when 'welfare'
        then 'reclassified'
        when 'child_protection'
        then 'went_on'
        else 'closed'
    end as decided_as,
    (
        select min(n.received_on)
        from referral as n
        where
            n.child_key = r.child_key
            and n.received_class = 'child_protection'
            and n.received_on > r.decided_on
    ) as next_referral_on,
    (
        select min(n.ird_on)
        from referral as n
        where
            n.child_key = r.child_key and n.received_on > r.received_on and n.ird_on > r.decided_on
    ) as next_ird_on,
    (
        select min(g.registered_on)
        from registration as g
        where g.child_key = r.child_key and g.registered_on >= r.decided_on
    ) as next_registration_on
from referral as r
where
    r.received_class = 'child_protection'
    and r.final_class <> 'undecided'
    and r.decided_on >= r.received_on
