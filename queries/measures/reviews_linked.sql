/*
title = "Reviews that the look-up joins"
question = "Of the child health reviews, how many are of a child whom the look-up joins to a school or social work?"
kind = "proportion"
about = "children"
numerator = "Reviews of a child who is joined to another system"
denominator = "Reviews done, or due and not done"
unit = "reviews"
family = "capacity"
better = "higher"
board = false
sources = ["chsp_reviews"]
needs = ["identity_lookup"]
matures_after_days = 0
counts = "Every review of the extract, by the month it was done in, or was due in where it was not done. Joined is a child of whom the approved look-up gives another system's number too."
does_not_count = "How well the look-up itself was made: a wrong pair counts as joined."
why = "Every figure across systems is of joined children alone. How many that is has to stand beside it."
caveats = "The youngest are in no school yet: the newest months are lower for that alone."
scrutiny = ["Is it worse since one month?", "Is it worse in one area?"]
*/
select child_key, on_date as event_on, area, sex, is_linked::int as numerator, 1 as denominator
from record_linked
where system = 'reviews'
