/*
title = "Pupils registered for free meals"
question = "Of the pupils in September, how many are registered for free school meals?"
kind = "proportion"
about = "children"
numerator = "Pupils registered for free meals"
denominator = "Pupils in September of whom it is recorded"
unit = "pupils"
family = "capacity"
better = "neither"
sources = ["seemis_attendance"]
yearly = true
matures_after_days = 60
counts = "Pupils whose record says so."
does_not_count = "Pupils whose record is blank."
why = "One mark of poverty, from the upper stages of primary on."
caveats = "The pupil record says what is so today: of earlier years it is the pupils of then with what is recorded now. A school year stands in its August. In the lower stages of primary every child has free meals, and few register."
scrutiny = ["Is it upper primary and secondary?"]
*/
select
    child_key,
    school_year as event_on,
    area,
    school,
    stage,
    sex,
    simd_quintile,
    free_meals::int as numerator,
    1 as denominator
from school_session
where on_roll and free_meals is not null
