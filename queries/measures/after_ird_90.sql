/*
title = "Another IRD within 90 days of the decision"
question = "Of the referrals decided, after how many did the child have another inter-agency referral discussion (IRD) within 90 days?"
kind = "proportion"
about = "children"
numerator = "Referrals followed by the IRD of a later referral within 90 days of the decision"
denominator = "Child protection referrals with a dated decision"
unit = "referrals"
family = "balancing"
better = "neither"
board = false
sources = ["mosaic_referrals", "mosaic_steps"]
matures_after_days = 90
counts = "An IRD begun after the day of the decision, for a referral of the same child received after this one, up to and including day 90."
does_not_count = "Referrals not yet decided, or decided without a date. A month is that of the decision, and counts once each decision in it has had its full time."
why = "A referral that comes back and is then discussed between agencies says more than one that only comes back."
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
    coalesce(date_diff('day', decided_on, next_ird_on) <= 90, false)::int as numerator,
    1 as denominator
from decided
