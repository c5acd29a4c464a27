/*
title = "Registrations"
question = "How many times was a child placed on the child protection register?"
kind = "count"
about = "children"
numerator = "Registrations begun"
unit = "registrations"
family = "outcome"
better = "neither"
sources = ["mosaic_registrations"]
matures_after_days = 0
counts = "Every spell on the register that began, temporary ones and transfers in included."
does_not_count = "Reviews at which a child stays on the register."
why = "The last of the thresholds."
caveats = "Few each month: one family moves the figure."
scrutiny = ["Is it one family?"]
*/
select
    child_key,
    registered_on as event_on,
    area,
    team,
    concern,
    age_band,
    sex,
    simd_quintile,
    1 as numerator
from registration
