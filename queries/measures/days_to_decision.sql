/*
title = "Days from referral to decision"
question = "How many days from a referral to the decision on it?"
kind = "duration"
about = "children"
numerator = "Child protection referrals with a dated decision"
unit = "referrals"
family = "process"
better = "lower"
sources = ["mosaic_referrals", "mosaic_steps"]
matures_after_days = 42
bands = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 21, 28, 42, 56, 91]
released_bands = [0, 2, 7, 14, 28, 56]
counts = "Days from receipt to the decision: at screening where it ended there, else at the IRD."
does_not_count = "Referrals not yet decided, and decisions without a date."
why = "Families and referrers wait for it."
caveats = "Read from bands of days: exact to the day up to 14."
scrutiny = ["Which decisions take longest?"]
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
    date_diff('day', received_on, decided_on) as days,
    final_class as outcome
from referral
where received_class = 'child_protection' and decided_on >= received_on
