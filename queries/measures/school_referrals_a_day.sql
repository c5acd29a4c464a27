/*
title = "Referrals by schools a school day"
question = "How many child protection referrals do schools make on a school day?"
kind = "rate"
about = "children"
numerator = "Child protection referrals by education"
denominator = "School days"
unit = "referrals"
population = "school_days"
family = "process"
better = "neither"
board = false
sources = ["mosaic_referrals", "seemis_attendance"]
matures_after_days = 0
counts = "Every child in every referral received as child protection from education, over the days that schools were open in the month."
does_not_count = "Referrals in July, which has no school days."
why = "A month with a holiday has fewer referrals because schools are shut, not because children are safer."
caveats = "School days are read from attendance: half of the most half-days that a pupil could attend, the middle one of the schools. Places are not judged: each has the same days, and a large school has more pupils."
scrutiny = ["Does it rise after a holiday?", "Which schools refer more than their pupils would explain?"]
*/
select child_key, incident_key, received_on as event_on, area, school, team, sex, 1 as numerator
from referral
where received_class = 'child_protection' and source_agency = 'education'
