/*
title = "Wellbeing Wheels with most indicators on the better side"
question = "Of the Wellbeing Wheels that were filled in, how many have most of their indicators on the better side of the middle?"
kind = "proportion"
about = "children"
numerator = "Wheels with more than half of their indicators on the better side"
denominator = "Wellbeing Wheels (SHANARRI) filled in"
unit = "wheels"
family = "outcome"
better = "higher"
board = false
sources = ["wellbeing_wheel"]
matures_after_days = 0
counts = "More than half of the indicators that were scored are beyond the middle of the wheel's own scale, on the side that the wheel says is better: of 1 to 5, a 4 or a 5."
does_not_count = "An indicator that was not scored. A score in the very middle is not on the better side."
why = "The eight indicators are how everyone around a child in Scotland is to look at wellbeing: safe, healthy, achieving, nurtured, active, respected, responsible, included."
caveats = "There is no national scale, and wheels differ: look at one kind of wheel through time, and make no league of places. Most wheels are filled in for children somebody worries about."
scrutiny = ["Which indicators are low?", "Who filled in the wheel, and was the child there?"]
*/
select
    child_key,
    completed_on as event_on,
    area,
    school,
    stage,
    sex,
    mostly_better::int as numerator,
    1 as denominator
from wheel
