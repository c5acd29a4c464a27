/*
title = "First visit done by 18 weeks"
question = "Of the children due a first visit, how many had it by 18 weeks?"
kind = "proportion"
about = "children"
numerator = "Children visited within 18 weeks of birth"
denominator = "Children 10 days old"
unit = "children"
family = "process"
better = "higher"
board = false
sources = ["chsp_reviews"]
matures_after_days = 280
counts = "Children by the month they were 10 days old; a first visit up to and including the 18th week."
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
where review = 'first_visit'
