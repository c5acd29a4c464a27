/*
title = "Registered within 90 days of the decision"
question = "Of the referrals decided, after how many was the child on the child protection register within 90 days?"
kind = "proportion"
about = "children"
numerator = "Referrals followed by a registration within 90 days of the decision"
denominator = "Child protection referrals with a dated decision"
unit = "referrals"
family = "balancing"
better = "neither"
board = false
sources = ["mosaic_referrals", "mosaic_steps", "mosaic_registrations"]
matures_after_days = 90
counts = "A registration of the same child on or after the day of the decision, its own included, up to and including day 90."
does_not_count = "Referrals not yet decided, or decided without a date. A month is that of the decision, and counts once each decision in it has had its full time."
why = "The gravest thing a threshold can miss: a child turned away who is soon found to be at risk of significant harm."
caveats = "Children who move away cannot come back. Those that went on were meant to be helped in another way, so the two are not alike to begin with."
scrutiny = ["Is it the same concern?", "What was offered the first time?"]
*/
select
    child_key,
    incident_key,
    decided_on as event_on,
    area,
    school,
    team,
    source_agency,
    concern,
    age_band,
    sex,
    simd_quintile,
    decided_as,
    coalesce(date_diff('day', decided_on, next_registration_on) <= 90, false)::int as numerator,
    1 as denominator
from decided
