/*
title = "Pupils that the look-up joins"
question = "Of the pupils admitted to a school, how many does the look-up join to social work or child health?"
kind = "proportion"
about = "children"
numerator = "Admissions of a pupil who is joined to another system"
denominator = "Pupils admitted to a school"
unit = "admissions"
family = "capacity"
better = "higher"
board = false
sources = ["seemis_attendance"]
needs = ["identity_lookup"]
matures_after_days = 0
counts = "Every spell at a school, by the month it began. Joined is a child of whom the approved look-up gives another system's number too."
does_not_count = "How well the look-up itself was made: a wrong pair counts as joined."
why = "Every figure across systems is of joined children alone. How many that is has to stand beside it."
caveats = "Most pupils are not known to social work, and older ones had their reviews before the extract begins."
scrutiny = ["Is it worse since one month?", "Is it worse in one area?"]
*/
select child_key, on_date as event_on, area, sex, is_linked::int as numerator, 1 as denominator
from record_linked
where system = 'pupils'
