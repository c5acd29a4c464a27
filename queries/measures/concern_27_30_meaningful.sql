/*
title = "Any concern at 27–30 months, of complete reviews"
question = "Of the 27–30 month reviews with an answer in every domain, how many found a concern in any domain?"
kind = "proportion"
about = "children"
numerator = "Reviews with a concern in one domain or more"
denominator = "27–30 month reviews with an answer in every domain"
unit = "children"
family = "outcome"
better = "lower"
sources = ["chsp_reviews"]
board = false
matures_after_days = 150
counts = "A concern newly suspected or known before, in any of the eight domains. Only reviews with an answer in all eight."
does_not_count = "Reviews with a blank in any domain, which the national figure keeps."
why = "How children are doing, of nearly all of them."
caveats = "Not the national figure: it is higher, because incomplete reviews are left out. Recording takes about five months."
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
where review = '27_30_months' and reviewed_on is not null and meaningful
