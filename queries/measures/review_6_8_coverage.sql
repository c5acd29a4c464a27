/*
title = "6–8 week review done by 12 weeks"
question = "Of the children due a 6–8 week review, how many had it by 12 weeks?"
kind = "proportion"
about = "children"
numerator = "Children reviewed before the age of 12 weeks"
denominator = "Children who turned six weeks"
unit = "children"
family = "process"
better = "higher"
board = false
sources = ["chsp_reviews"]
matures_after_days = 200
counts = "Children by the month they turned six weeks; a review done before 12 weeks of age."
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
where review = '6_8_weeks'
