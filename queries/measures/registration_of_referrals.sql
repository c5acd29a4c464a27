/*
title = "Share registered, of all referrals"
question = "How many of all referrals lead to registration?"
kind = "proportion"
about = "children"
numerator = "Referrals that led to registration"
denominator = "Child protection referrals received"
unit = "referrals"
family = "process"
better = "neither"
board = false
sources = ["mosaic_referrals", "mosaic_steps", "mosaic_meetings"]
matures_after_days = 91
counts = "Registered at an initial or pre-birth planning meeting that followed the referral."
does_not_count = "Steps that cannot be joined to a referral. Each is counted in the month of its referral, not of the step."
why = "The point at which one step leads to the next is where practice differs between teams, and where nobody looks."
caveats = "Counted by month of referral, so recent months are still being decided."
scrutiny = ["Does one team differ?", "Is it the team, or the mix of what is referred to it?"]
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
    (registered)::int as numerator,
    1 as denominator
from referral
where received_class = 'child_protection' and registered is not null
