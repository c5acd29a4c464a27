/*
title = "Time on the register"
question = "How long had a child been on the register who was taken off it?"
kind = "duration"
about = "children"
numerator = "Spells on the register that ended"
unit = "spells"
family = "process"
better = "neither"
board = false
sources = ["mosaic_registrations"]
ends = "over"
bands = [0, 29, 57, 92, 137, 183, 229, 274, 320, 366, 457, 549, 640, 731, 1096]
released_bands = [0, 92, 183, 366, 549, 731]
matures_after_days = 0
counts = "Days from the start of the spell to its end, by the day it ended."
does_not_count = "Children still on the register. An earlier spell of the same child is not added."
why = "Short spells may come back; very long ones may have no plan that works."
caveats = "Read from bands of days. Spells that have not ended are longer than those that have."
scrutiny = ["Which children have been on it for two years?"]
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
    date_diff('day', registered_on, deregistered_on) as days,
    coalesce(reason, 'not_known') as outcome
from registration
where deregistered_on < date '9999-12-31' and deregistered_on >= registered_on
