/*
title = "Reclassified after investigation"
question = "Of the referrals decided, how many were reclassified as a welfare concern after investigation?"
kind = "proportion"
about = "children"
numerator = "Referrals reclassified as a welfare concern after investigation"
denominator = "Child protection referrals decided"
unit = "referrals"
family = "outcome"
better = "neither"
sources = ["mosaic_referrals", "mosaic_steps"]
matures_after_days = 42
counts = "Referrals received as child protection and decided as a welfare concern after investigation."
does_not_count = "Referrals reclassified at another stage; they are in the denominator."
why = "The stages mean different things: at screening, that the door was the wrong one; later, a proportionate decision after inquiry."
caveats = "The three stages add up to all reclassified."
scrutiny = ["Do referrers know the threshold?", "Is the decision recorded where it is made?"]
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
    ended,
    (welfare_stage is not distinct from 'investigation')::int as numerator,
    1 as denominator
from referral
where received_class = 'child_protection' and final_class <> 'undecided'
