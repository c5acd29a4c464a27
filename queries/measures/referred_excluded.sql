/*
title = "Excluded in the year before, of those referred"
question = "Of the children referred who were at school, how many had been excluded from school in the year before?"
kind = "proportion"
about = "children"
numerator = "Referrals of pupils with an exclusion in the 365 days before"
denominator = "Referrals of children at school before"
unit = "referrals"
family = "outcome"
better = "neither"
board = false
sources = ["mosaic_referrals", "seemis_exclusions"]
needs = ["identity_lookup"]
matures_after_days = 0
counts = "An exclusion that began in the 365 days before the referral was received."
does_not_count = "Children not at school in that time."
why = "The three systems meet nowhere else: what one knew, another may not have asked."
caveats = "Children are joined by the approved look-up alone: who is not in it is in neither number, and how many that is stands on this page. It says what was known before a referral, of children together; it predicts nothing of a child."
scrutiny = ["Which came first?"]
*/
select
    child_key,
    incident_key,
    received_on as event_on,
    area,
    school,
    team,
    source_agency,
    sex,
    (excluded_before)::int as numerator,
    1 as denominator
from referral_before
where pupil_before
