/*
title = "Referred again within 365 days"
question = "Of the children referred, how many were referred again within 365 days?"
kind = "proportion"
about = "children"
numerator = "Referrals of a child who was referred again within 365 days"
denominator = "Child protection referrals received"
unit = "referrals"
family = "balancing"
better = "lower"
sources = ["mosaic_referrals"]
matures_after_days = 365
counts = "A child protection referral followed by another of the same child, on a later day, up to and including day 365."
does_not_count = "A second referral on the same day; a later welfare concern."
why = "The safety check on reclassification: if the wrong ones were turned away, they come back."
caveats = "Children who move away cannot come back. A month counts once every referral in it has had its full time."
scrutiny = ["What was offered the first time?", "Is it the same concern?"]
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
    coalesce(date_diff('day', received_on, referred_again_on) <= 365, false)::int as numerator,
    1 as denominator
from referral
where received_class = 'child_protection'
