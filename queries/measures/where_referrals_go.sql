/*
title = "Where referrals go"
question = "At which step do referrals end?"
kind = "count"
about = "children"
numerator = "Child protection referrals, by where they ended"
unit = "referrals"
family = "process"
better = "neither"
board = false
sources = ["mosaic_referrals", "mosaic_steps", "mosaic_meetings"]
matures_after_days = 91
counts = "Every child in every referral received as child protection, once, at the furthest step reached or where it was closed."
does_not_count = "Steps that cannot be joined to a referral."
why = "One picture of where children leave, and where they are reclassified."
caveats = "Only months old enough for a planning meeting to have been held."
scrutiny = ["Where do most leave?", "What are they offered there?"]
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
    1 as numerator
from referral
where received_class = 'child_protection'
