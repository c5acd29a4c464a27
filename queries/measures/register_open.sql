/*
title = "Open on the register"
question = "How many spells on the child protection register are open at the end of the month?"
kind = "stock"
about = "children"
numerator = "Spells open at the month's end"
unit = "spells"
family = "outcome"
better = "neither"
sources = ["mosaic_registrations"]
board = false
matures_after_days = 0
counts = "Spells begun and not yet ended on the last day of the month, of unborn children too."
does_not_count = "A spell that ended on that day."
why = "What was open, what began and what ended have to add up; where they do not, the record is wrong."
caveats = "A child with two spells open counts twice here, and once in children on the register per 1,000."
scrutiny = ["Does it agree with the register itself?"]
*/
select
    child_key,
    on_date as event_on,
    area,
    team,
    concern,
    age_band,
    sex,
    simd_quintile,
    1 as numerator
from register_open
