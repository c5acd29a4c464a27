/*
title = "Nothing recorded as offered"
question = "Of the referrals that did not go on to a planning meeting, for how many is no support recorded?"
kind = "proportion"
about = "children"
numerator = "Referrals with no support recorded"
denominator = "Referrals decided without a planning meeting"
unit = "referrals"
family = "balancing"
better = "lower"
sources = ["mosaic_referrals", "mosaic_steps", "mosaic_meetings"]
matures_after_days = 91
counts = "Child protection referrals decided, with no planning meeting and no support recorded."
does_not_count = "Referrals that went on to a planning meeting."
why = "A welfare concern that gets no help tends to come back as child protection."
caveats = "Nothing recorded is not the same as nothing given."
scrutiny = ["Where should it be recorded?"]
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
    (offer = 'nothing_recorded')::int as numerator,
    1 as denominator
from referral
where received_class = 'child_protection' and final_class <> 'undecided' and cppm_on is null
