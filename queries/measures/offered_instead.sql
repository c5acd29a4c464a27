/*
title = "What was offered to those that did not go on"
question = "When a referral did not go on to a planning meeting, what was the family offered?"
kind = "count"
about = "children"
numerator = "Referrals decided without a planning meeting, by what was offered"
unit = "referrals"
family = "process"
better = "neither"
board = false
sources = ["mosaic_referrals", "mosaic_steps", "mosaic_meetings"]
matures_after_days = 91
counts = "Child protection referrals decided, with no initial or pre-birth planning meeting, by the support recorded."
does_not_count = "Support that nobody recorded: it is shown as nothing recorded, which is not the same as nothing given."
why = "The right help at the right time: a referral that is not child protection is still a family that someone worried about."
caveats = "Recording of support differs between teams."
scrutiny = ["Is nothing recorded, or nothing offered?"]
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
    offer,
    1 as numerator
from referral
where received_class = 'child_protection' and final_class <> 'undecided' and cppm_on is null
