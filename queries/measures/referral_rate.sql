/*
title = "Child protection referrals per 1,000 children"
question = "How many referrals are there for each 1,000 children who live here?"
kind = "rate"
about = "children"
numerator = "Child protection referrals of children aged 0 to 17"
denominator = "Children aged 0 to 17 who live here, for the time covered"
unit = "referrals"
population = "lives_in"
family = "process"
better = "neither"
sources = ["mosaic_referrals"]
matures_after_days = 0
counts = "Every child in every referral received as child protection, aged 0 to 17, over a year."
does_not_count = "Unborn children, who have no population to be counted in; they are in the count of referrals."
why = "Counts grow with the number of children; a rate lets areas of different size be set side by side."
caveats = "A month or quarter is scaled to a year. Mid-year estimates are used for the months around them. There is no published figure to compare with: national referral statistics were discontinued because councils count differently."
scrutiny = ["Is one area driving it?", "Has the number of children changed?"]
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
where received_class = 'child_protection' and age_band not in ('unborn', '18_plus')
