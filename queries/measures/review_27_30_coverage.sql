/*
title = "27–30 month review done by 32 months"
question = "Of the children due a 27–30 month review, how many had it by 32 months?"
kind = "proportion"
about = "children"
numerator = "Children reviewed before the age of 32 months"
denominator = "Children who turned 27 months"
unit = "children"
family = "process"
better = "higher"
sources = ["chsp_reviews"]
matures_after_days = 305
counts = "Children by the month they turned 27 months; a review done before 32 months of age."
does_not_count = "Later reviews."
why = "The health visitor sees nearly every child, years before a referral."
caveats = "Child health years run April to March. Recording takes about five months, so recent months are still coming in."
scrutiny = ["Which families are missed?"]
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
where review = '27_30_months'
