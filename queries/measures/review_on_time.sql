/*
title = "Review meetings held in time"
question = "Of the review planning meetings held, how many were within six months of the meeting before?"
kind = "proportion"
about = "children"
numerator = "Reviews held in time"
denominator = "Reviews held of which the meeting before is known"
unit = "children"
family = "process"
better = "higher"
sources = ["mosaic_meetings"]
matures_after_days = 0
counts = "A review no later than six calendar months after the child's meeting before, three after a pre-birth meeting; the last day included."
does_not_count = "Reviews whose meeting before is not in the extract. A review that was never held is in no figure."
why = "A plan that nobody looks at is no plan."
caveats = "The guidance of 2014 asked for the first review at three months; that is not applied here. Each child at a meeting counts."
scrutiny = ["Were late reviews put off for a reason?"]
*/
select
    child_key,
    held_on as event_on,
    area,
    team,
    concern,
    age_band,
    sex,
    simd_quintile,
    in_time::int as numerator,
    1 as denominator
from planning_meeting
