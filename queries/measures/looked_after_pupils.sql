/*
title = "Looked after pupils"
question = "Of the pupils in September, how many are looked after?"
kind = "proportion"
about = "children"
numerator = "Pupils looked after at home or away from home"
denominator = "Pupils in September of whom it is recorded"
unit = "pupils"
family = "capacity"
better = "neither"
sources = ["seemis_attendance"]
yearly = true
matures_after_days = 60
counts = "Looked after at home and away from home."
does_not_count = "Pupils whose record is blank."
why = "The partnership is their parent."
caveats = "The pupil record says what is so today: of earlier years it is the pupils of then with what is recorded now. A school year stands in its August."
scrutiny = ["How are their attendance and exclusions?"]
*/
select
    child_key,
    school_year as event_on,
    area,
    school,
    stage,
    sex,
    simd_quintile,
    looked_after::int as numerator,
    1 as denominator
from school_session
where on_roll and looked_after is not null
