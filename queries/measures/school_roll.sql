/*
title = "Pupils on the roll"
question = "How many pupils do the schools have?"
kind = "stock"
about = "published"
numerator = "Pupils on the roll at the September census"
unit = "pupils"
family = "capacity"
better = "neither"
sources = ["school_roll", "school_roll_downloads"]
matures_after_days = 0
counts = "Pupils of publicly funded primary, secondary and special schools, as published for each school. The census is yearly: every number stands in its September."
does_not_count = "Pupils of independent schools; children taught at home; nursery."
why = "A school with more pupils has more referrals: its size belongs beside its number."
caveats = "A school for both primary and secondary pupils is one school, in both sectors. Grant aided schools belong to no council."
scrutiny = ["Is a school's number large, or the school?"]
*/
select
    cast(null as varchar) as child_key,
    month as event_on,
    council,
    school,
    sector,
    pupils as numerator
from school_roll
where pupils is not null
