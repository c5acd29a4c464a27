/*
title = "Exclusions"
question = "How many times was a pupil excluded?"
kind = "count"
about = "children"
numerator = "Exclusions begun"
unit = "exclusions"
family = "outcome"
better = "lower"
sources = ["seemis_exclusions", "school_census_exclusions"]
matures_after_days = 0
counts = "Every exclusion by the day it began; of one pupil perhaps several."
does_not_count = "Pupils sent home without an exclusion being recorded."
why = "An excluded child is out of the place that sees them every day."
caveats = "July has no school days. A few pupils can be most of it."
scrutiny = ["How many pupils is it?"]
*/
select child_key, started_on as event_on, area, school, stage, sex, exclusion_kind, 1 as numerator
from exclusion
