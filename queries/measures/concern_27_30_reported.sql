/*
title = "Any concern at 27–30 months, as reported"
question = "Of the 27–30 month reviews that the health board counted, how many found a concern?"
kind = "proportion"
about = "published"
numerator = "Reviews with a concern in one domain or more"
denominator = "Reviews done"
unit = "reviews"
family = "outcome"
better = "lower"
sources = ["aggregate_chsp_reviews"]
matures_after_days = 0
counts = "Reviews by the month they were done in, as the health board counted them for each place."
does_not_count = "A place and month whose concerns were withheld as a small number."
why = "The same question as of the reviews themselves, where those may not be shared."
caveats = "A place within another is counted twice where both are sent. Ready-made figures cannot be linked to school or social work."
scrutiny = ["Which places stand out in more than one year?"]
*/
select
    cast(null as varchar) as child_key,
    month as event_on,
    place as reported_place,
    with_concern as numerator,
    reviews as denominator
from review_count
