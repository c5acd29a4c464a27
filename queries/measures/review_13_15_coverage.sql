/*
title = "13–15 month review done by 18 months"
question = "Of the children due a 13–15 month review, how many had it by 18 months?"
kind = "proportion"
about = "children"
numerator = "Children reviewed before the age of 18 months"
denominator = "Children who turned 13 months"
unit = "children"
family = "process"
better = "higher"
board = false
sources = ["chsp_reviews"]
matures_after_days = 305
counts = "Children by the month they turned 13 months; a review done before 18 months of age."
does_not_count = "Later reviews."
why = "The health visitor sees nearly every child, years before a referral."
caveats = "For a child born early the age is not corrected: the extract does not say who was. Child health years run April to March. Recording takes about five months, so recent months are still coming in."
scrutiny = ["Which families are missed?", "Did they move away before it was due?"]
*/
select
    child_key,
    due_month as event_on,
    area,
    sex,
    simd_quintile,
    health_team,
    in_time::int as numerator,
    1 as denominator
from child_review
where review = '13_15_months'
