/*
title = "Any developmental concern at 27–30 months"
question = "Of the 27–30 month reviews done, how many found a concern in any domain?"
kind = "proportion"
about = "children"
numerator = "Reviews with a concern in one domain or more"
denominator = "27–30 month reviews done"
unit = "children"
family = "outcome"
better = "lower"
sources = ["chsp_reviews"]
published_as = "concern_27_30_reported"
published_differs = "The health board counts every review it did, by the month it was done in; ours are those that were sent to us, by where the child lives."
matures_after_days = 150
counts = "A concern newly suspected or known before, in any of the eight domains."
does_not_count = "Reviews not done. Reviews with blanks stay in the denominator: the national one."
why = "The earliest measure of how children are doing that covers nearly all of them."
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
where review = '27_30_months' and reviewed_on is not null
