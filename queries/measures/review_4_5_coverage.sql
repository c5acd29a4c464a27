/*
title = "4–5 year review done by 52 months"
question = "Of the children due a 4–5 year review, how many had it by 52 months?"
kind = "proportion"
about = "children"
numerator = "Children reviewed at 52 months or younger"
denominator = "Children who turned four"
unit = "children"
family = "process"
better = "higher"
board = false
sources = ["chsp_reviews"]
matures_after_days = 305
counts = "Children by the month they turned four; a review done before 53 months of age."
does_not_count = "Later reviews."
why = "The health visitor sees nearly every child, years before a referral."
caveats = "Child health years run April to March. Recording takes about five months, so recent months are still coming in."
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
where review = '4_5_years'
