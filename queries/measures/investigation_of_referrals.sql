/*
title = "Share that goes on to an investigation, of all referrals"
question = "How many of all referrals go on to an investigation?"
kind = "proportion"
about = "children"
numerator = "Referrals with an investigation"
denominator = "Child protection referrals received"
unit = "referrals"
family = "process"
better = "neither"
board = false
sources = ["mosaic_referrals", "mosaic_steps"]
matures_after_days = 42
counts = "Any child protection investigation begun for the child in that referral."
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
    (investigated_on is not null)::int as numerator,
    1 as denominator
from referral
where received_class = 'child_protection'
