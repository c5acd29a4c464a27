/*
title = "Reviews with an answer in every domain"
question = "Of the developmental reviews done, how many have an answer in all eight domains?"
kind = "proportion"
about = "children"
numerator = "Reviews with an answer in all eight domains"
denominator = "13–15 month, 27–30 month and 4–5 year reviews done"
unit = "reviews"
family = "process"
better = "higher"
board = false
sources = ["chsp_reviews"]
matures_after_days = 150
counts = "No concern, a new concern or a known one, in each of the eight domains."
does_not_count = "Incomplete, not assessed or blank in any domain; first visits and 6–8 week reviews, which have no domains."
why = "A blank may be a concern that nobody wrote down."
caveats = "The national publications call these meaningful. Recording takes about five months."
scrutiny = ["Which domain is left blank?", "Is it one team?"]
*/
select
    child_key,
    reviewed_on as event_on,
    area,
    sex,
    simd_quintile,
    health_team,
    review,
    meaningful::int as numerator,
    1 as denominator
from child_review
where review in ('13_15_months', '27_30_months', '4_5_years') and reviewed_on is not null
