/*
title = "Health plan indicator: additional"
question = "Of the children who had a 27–30 month review, how many have an additional health plan?"
kind = "proportion"
about = "children"
numerator = "Children whose plan is additional"
denominator = "Children reviewed at 27–30 months whose plan is known"
unit = "children"
family = "process"
better = "neither"
board = false
sources = ["chsp_reviews"]
matures_after_days = 150
counts = "Children with a 27–30 month review, by the indicator on its record. Intensive, which is no longer given, counts as additional."
does_not_count = "Children whose plan is not recorded."
why = "Which families the health visitor gives more time."
caveats = "The extract has the plan as it is now, not as it was at the review."
scrutiny = ["Does every family with an additional plan get what it says?"]
*/
select
    child_key,
    reviewed_on as event_on,
    area,
    sex,
    simd_quintile,
    health_team,
    (plan_indicator = 'additional')::int as numerator,
    1 as denominator
from child_review
where
    review = '27_30_months' and reviewed_on is not null and plan_indicator in ('core', 'additional')
