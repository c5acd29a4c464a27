/*
title = "Concern at 27–30 months, of those referred"
question = "Of the children referred with a 27–30 month review before it, how many had a concern at their 27–30 month review?"
kind = "proportion"
about = "children"
numerator = "Referrals of children with a concern at the review"
denominator = "Referrals of children with a review before"
unit = "referrals"
family = "outcome"
better = "neither"
board = false
sources = ["mosaic_referrals", "chsp_reviews"]
needs = ["identity_lookup"]
matures_after_days = 0
counts = "A child protection referral received after the child's 27–30 month review; a concern in any domain."
does_not_count = "Children without a review in the extract: the older ones, and those who moved here."
why = "The three systems meet nowhere else: what one knew, another may not have asked."
caveats = "Children are joined by the approved look-up alone: who is not in it is in neither number, and how many that is stands on this page. It says what was known before a referral, of children together; it predicts nothing of a child."
scrutiny = ["Which domain was it?", "What was offered then?"]
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
    (concern_at_review)::int as numerator,
    1 as denominator
from referral_before
where concern_at_review is not null
