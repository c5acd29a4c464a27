/*
title = "Exclusions per 1,000 pupils"
question = "How many exclusions are there for each 1,000 pupils?"
kind = "rate"
about = "children"
numerator = "Exclusions begun"
denominator = "Pupils in September, for the months of school covered"
unit = "exclusions"
population = "attends"
family = "outcome"
better = "lower"
board = false
sources = ["seemis_exclusions", "seemis_attendance"]
matures_after_days = 0
counts = "Every exclusion of a pupil, of one pupil perhaps several, over a school year."
does_not_count = "Pupils sent home without an exclusion being recorded."
why = "The number that is published for Scotland and each council, as cases per 1,000 pupils."
caveats = "A month is scaled to a school year of eleven months; July has none. The roll is pupils with half-days in September, not the published census. A few pupils can be most of it."
scrutiny = ["How many pupils is it?", "Is one school driving it?"]
*/
select child_key, started_on as event_on, area, school, stage, sex, exclusion_kind, 1 as numerator
from exclusion
