/*
title = "Wellbeing Wheels, by indicator that is low"
question = "On how many Wellbeing Wheels is each of the eight indicators low?"
kind = "count"
about = "children"
numerator = "Wheels, by indicator that is not on the better side"
unit = "wheels"
family = "outcome"
better = "neither"
board = false
sources = ["wellbeing_wheel"]
matures_after_days = 0
counts = "Every wheel once; by indicator, once for each that is low: in the middle of the wheel's own scale, or on the side that the wheel says is worse."
does_not_count = "An indicator that was not scored."
why = "Which of the eight is low says who can help."
caveats = "There is no national scale, and wheels differ. More wheels are more low indicators: set the number beside all wheels."
scrutiny = ["Is it the same indicator in every school?", "What is offered where it is low?"]
*/
select child_key, completed_on as event_on, area, school, stage, sex, low_indicator, 1 as numerator
from wheel
