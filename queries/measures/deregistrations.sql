/*
title = "Taken off the register"
question = "How many times was a child taken off the child protection register?"
kind = "count"
about = "children"
numerator = "Spells on the register that ended"
unit = "spells"
family = "outcome"
better = "neither"
board = false
sources = ["mosaic_registrations"]
matures_after_days = 0
counts = "Every spell that ended, by the day it ended and why."
does_not_count = "Reviews at which a child stays on the register."
why = "A child comes off when the risk is less, and also when the family moves or a birthday is reached."
caveats = "A transfer to another council is no improvement: look at why it ended. The age band is the age at registration."
scrutiny = ["Why did they end?", "How many come back?"]
*/
select
    child_key,
    deregistered_on as event_on,
    area,
    team,
    concern,
    age_band,
    sex,
    simd_quintile,
    coalesce(reason, 'not_known') as reason,
    1 as numerator
from registration
where deregistered_on < date '9999-12-31'
