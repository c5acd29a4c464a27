/*
title = "Pupils with additional support needs"
question = "Of the pupils in September, how many have additional support needs?"
kind = "proportion"
about = "children"
numerator = "Pupils with additional support needs"
denominator = "Pupils in September of whom it is recorded"
unit = "pupils"
family = "capacity"
better = "neither"
sources = ["seemis_attendance"]
yearly = true
matures_after_days = 60
counts = "Pupils whose record says so."
does_not_count = "Pupils whose record is blank."
why = "More than four in ten pupils in Scotland have some: a school with fewer may be recording fewer."
caveats = "The pupil record says what is so today: of earlier years it is the pupils of then with what is recorded now. A school year stands in its August."
scrutiny = ["Is it need, or is it recording?"]
*/
select
    child_key,
    school_year as event_on,
    area,
    school,
    stage,
    sex,
    simd_quintile,
    additional_support::int as numerator,
    1 as denominator
from school_session
where on_roll and additional_support is not null
