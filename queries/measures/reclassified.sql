/*
title = "Reclassified as a welfare concern"
question = "Of the child protection referrals that have been decided, how many were welfare concerns?"
kind = "proportion"
about = "children"
numerator = "Referrals decided to be a welfare concern"
denominator = "Child protection referrals decided"
unit = "referrals"
family = "outcome"
better = "neither"
sources = ["mosaic_referrals", "mosaic_steps"]
matures_after_days = 42
counts = "Referrals received as child protection and decided as a welfare or wellbeing concern: at screening, at the IRD or after the investigation."
does_not_count = "Referrals not yet decided, and decisions nobody has mapped to a class."
why = "Inspectors asked why so many referrals are reclassified. A high share is neither good nor bad in itself: it can mean cautious referrers, tight screening or the wrong door."
caveats = "There is no national definition. The words of this council are mapped in data/codes. Where the system overwrites the type of a referral, this is a lower bound."
scrutiny = ["Has recording practice changed?", "Which agency is driving it?", "What were these families offered instead?", "Were they referred again?"]
case_mix = ["source_agency", "concern", "age_band", "involvement"]
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
    involvement,
    (final_class = 'welfare')::int as numerator,
    1 as denominator
from referral
where received_class = 'child_protection' and final_class <> 'undecided'
