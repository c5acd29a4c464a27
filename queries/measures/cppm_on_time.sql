/*
title = "Initial planning meetings held in time"
question = "Of the initial and pre-birth planning meetings held, how many were within the timescale then in force?"
kind = "proportion"
about = "children"
numerator = "Initial and pre-birth CPPMs held in time"
denominator = "Initial and pre-birth CPPMs held"
unit = "children"
family = "process"
better = "higher"
sources = ["mosaic_referrals", "mosaic_meetings"]
matures_after_days = 0
counts = "Meetings held within 28 calendar days of the referral (21 where it was received before September 2021), day 28 included."
does_not_count = "Meetings that cannot be joined to a referral. An agreed exception counts as late."
why = "Delay leaves children without a plan."
caveats = "The clock starts on the day the concern was received. Councils went over to the 2021 guidance on different dates: data/codes/timescales.csv."
scrutiny = ["Were late meetings agreed as exceptions?"]
*/
select
    child_key,
    incident_key,
    cppm_on as event_on,
    area,
    school,
    team,
    source_agency,
    concern,
    age_band,
    sex,
    simd_quintile,
    ended,
    (date_diff('day', received_on, cppm_on) <= timescales.days)::int as numerator,
    1 as denominator
from referral
join
    code.timescales as timescales
    on timescales.timescale = 'initial_cppm'
    and received_on >= timescales.from_on
    and received_on < timescales.to_on
where cppm_on is not null
