/*
title = "Welfare concerns taken up as child protection"
question = "Of the welfare concerns that have been screened, how many went on to an IRD?"
kind = "proportion"
about = "children"
numerator = "Welfare concerns that proceeded to an IRD"
denominator = "Welfare concerns screened"
unit = "welfare concerns"
family = "balancing"
better = "neither"
sources = ["mosaic_referrals"]
matures_after_days = 28
counts = "Contacts received as a welfare or wellbeing concern whose screening decided to proceed to an IRD."
does_not_count = "Contacts received as child protection."
why = "Without the way back up, a fall in child protection referrals could look like success."
caveats = "Not every council records welfare concerns in the same system."
scrutiny = ["Are concerns being sent in under the wrong name?"]
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
    (screening_outcome = 'ird')::int as numerator,
    1 as denominator
from referral
where received_class = 'welfare' and screening_outcome is not null
