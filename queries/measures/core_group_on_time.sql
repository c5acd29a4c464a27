/*
title = "First core groups held in time"
question = "Of the children registered at a planning meeting, how many had a first core group within the timescale then in force?"
kind = "proportion"
about = "children"
numerator = "Children with a core group in time"
denominator = "Children registered at an initial or pre-birth planning meeting"
unit = "children"
family = "process"
better = "higher"
board = false
sources = ["mosaic_meetings"]
matures_after_days = 30
counts = "A first core group within 21 calendar days of the meeting (15 where it was held before September 2021), the last day included."
does_not_count = "Meetings from before the extract has any core group; children registered at a transfer meeting."
why = "A plan begins to be carried out when those who carry it out meet."
caveats = "The guidance says 15 working days, taken here as three weeks: public holidays are not allowed for. Some areas read it as 15 days: data/codes/timescales.csv. A core group that was not recorded counts as late."
scrutiny = ["Were late ones held and not recorded?", "Is it one team?"]
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
from first_core_group
