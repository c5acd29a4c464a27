/*
title = "Child protection referrals"
question = "How many child protection referrals were there?"
kind = "count"
about = "children"
numerator = "Child protection referrals received"
unit = "referrals"
family = "process"
better = "neither"
sources = ["mosaic_referrals"]
matures_after_days = 0
counts = "Every child in every referral received as child protection: a sibling group of three is three referrals and one incident."
does_not_count = "Referrals received as welfare or wellbeing concerns."
why = "The partnership was told that its referral rates are high. This is the count behind the rate."
caveats = "Councils count the start of a referral differently, so this is compared with the partnership's own past and never with another council."
scrutiny = ["Has recording practice changed?", "Which agency is driving it?", "Is it more families, or larger sibling groups?"]
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
where received_class = 'child_protection'
