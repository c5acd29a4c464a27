/*
title = "Referred in the year before, of those referred"
question = "Of the children referred, how many had been referred in the year before?"
kind = "proportion"
about = "children"
numerator = "Referrals of children referred in the 365 days before"
denominator = "Child protection referrals received"
unit = "referrals"
family = "outcome"
better = "neither"
board = false
sources = ["mosaic_referrals"]
matures_after_days = 0
counts = "An earlier child protection referral of the same child, on an earlier day, up to 365 days before."
does_not_count = "Referrals in the first year that the extract covers."
why = "The three systems meet nowhere else: what one knew, another may not have asked."
caveats = "Children are joined by the approved look-up alone: who is not in it is in neither number, and how many that is stands on this page. It says what was known before a referral, of children together; it predicts nothing of a child."
scrutiny = ["What was decided the first time?"]
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
    (referred_before)::int as numerator,
    1 as denominator
from referral_before
where
    received_on
    >= (select min(first_month) + interval '365' day from coverage_span where "table" = 'referral')
