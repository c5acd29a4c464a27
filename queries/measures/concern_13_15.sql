/*
title = "Any developmental concern at 13–15 months"
question = "Of the 13–15 month reviews done, how many found a concern in any domain?"
kind = "proportion"
about = "children"
numerator = "Reviews with a concern in one domain or more"
denominator = "13–15 month reviews done"
unit = "children"
family = "outcome"
better = "lower"
board = false
sources = ["chsp_reviews"]
matures_after_days = 150
counts = "A concern newly suspected or known before, in any of the eight domains."
does_not_count = "Reviews not done. Reviews with blanks stay in the denominator: the national one."
why = "How children are doing, of nearly all of them."
caveats = "Recording takes about five months. The national denominator is all reviews, complete or not."
scrutiny = ["Which domain?", "Are boys and girls alike?"]
*/
select
    child_key,
    reviewed_on as event_on,
    area,
    sex,
    simd_quintile,
    health_team,
    any_concern::int as numerator,
    1 as denominator
from child_review
where review = '13_15_months' and reviewed_on is not null
