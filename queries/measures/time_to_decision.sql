/*
title = "How soon referrals are decided"
question = "By how many days after a referral is it known to be a welfare concern, to go on, or to be closed?"
kind = "duration"
about = "children"
numerator = "Child protection referrals, decided or still open"
unit = "referrals"
family = "process"
better = "neither"
board = false
sources = ["mosaic_referrals", "mosaic_steps"]
bands = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 22, 29, 43, 57, 92, 183]
released_bands = [0, 2, 8, 15, 29, 43, 92]
counts = "Days from receipt to the decision; of a referral still open, to the day of this picture."
does_not_count = "Referrals decided without a date, or before the day they were received."
why = "A recent month can only be compared with others at the same age: what is decided late is not decided yet."
caveats = "Read from bands of days: exact to the day up to 14. A referral still open counts for as long as it has been watched."
scrutiny = ["Which decisions take longest?"]
*/
select
    child_key,
    incident_key,
    received_on as event_on,
    area,
    school,
    team,
    source_agency,
    concern,
    age_band,
    sex,
    simd_quintile,
    case
        when final_class = 'undecided'
        then date_diff('day', received_on, (select as_at from run))
        else date_diff('day', received_on, decided_on)
    end as days,
    case
        final_class
        when 'welfare'
        then 'reclassified'
        when 'child_protection'
        then 'went_on'
        when 'other'
        then 'closed'
        else 'open'
    end as outcome
from referral
where
    received_class = 'child_protection'
    and case
        when final_class = 'undecided'
        then received_on <= (select as_at from run)
        else decided_on >= received_on
    end
