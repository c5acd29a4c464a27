/*
title = "Attended less than 90 % before, of those referred"
question = "Of the children referred who were at school, how many had attended less than 90 % in the two terms before?"
kind = "proportion"
about = "children"
numerator = "Referrals of pupils under 90 %"
denominator = "Referrals of pupils with half-days before"
unit = "referrals"
family = "outcome"
better = "neither"
board = false
sources = ["mosaic_referrals", "seemis_attendance"]
needs = ["identity_lookup"]
matures_after_days = 0
counts = "Half-days attended over half-days possible in the two school terms that were over by the day of the referral."
does_not_count = "Children not at school, and terms before the extract begins."
why = "The three systems meet nowhere else: what one knew, another may not have asked."
caveats = "Children are joined by the approved look-up alone: who is not in it is in neither number, and how many that is stands on this page. It says what was known before a referral, of children together; it predicts nothing of a child."
scrutiny = ["Did the school raise it?"]
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
    (attended * 10 < possible * 9)::int as numerator,
    1 as denominator
from referral_before
where possible > 0
