/*
title = "Children on the register per 1,000 children"
question = "How many children are on the child protection register at the end of the month?"
kind = "stock"
about = "children"
numerator = "Children on the register at the month's end"
denominator = "Children aged 0 to 17 who live here"
unit = "children"
population = "lives_in"
family = "outcome"
better = "neither"
sources = ["mosaic_registrations"]
matures_after_days = 0
counts = "Children registered and not yet taken off on the last day of the month, each once."
does_not_count = "Children registered before birth: they have no population to be counted in."
why = "How many children the partnership is keeping safe by a plan today."
caveats = "Neighbouring months are mostly the same children: a run of months on one side is less surprising than it looks. The age band is the age at registration."
scrutiny = ["Are children staying longer, or are more arriving?"]
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
from register_month_end
where age_band <> 'unborn'
