/*
title = "Days from decision to what was offered"
question = "When a referral did not go on to a planning meeting, how many days until something was offered?"
kind = "duration"
about = "children"
numerator = "Referrals that did not go on and were offered something on a known day"
unit = "referrals"
family = "process"
better = "lower"
sources = ["mosaic_referrals", "mosaic_steps", "mosaic_meetings"]
matures_after_days = 91
ends = "offered something"
bands = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 21, 28, 42, 56, 91]
released_bands = [0, 2, 7, 14, 28, 56]
counts = "Days from the decision to the day support is recorded as offered; 0 where it was offered before."
does_not_count = "Referrals with nothing recorded, or without the day of the decision or of the offer."
why = "The right help at the right time: a family that waits after a referral has been told no twice."
caveats = "The day that is recorded may be the day it was written down."
scrutiny = ["Who tells the family?"]
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
    offer,
    case
        when offered_on > decided_on then date_diff('day', decided_on, offered_on) else 0
    end as days,
    offer as outcome
from referral
where
    received_class = 'child_protection'
    and final_class <> 'undecided'
    and cppm_on is null
    and offer <> 'nothing_recorded'
    and offered_on is not null
    and decided_on >= received_on
