/*
title = "Wellbeing indicators on the better side of the scale"
question = "Of the scores given on Wellbeing Wheels, how many are on the better side of the middle of their scale?"
kind = "proportion"
about = "children"
numerator = "Scores on the better side of the middle"
denominator = "Scores of the eight indicators (SHANARRI)"
unit = "scores"
family = "outcome"
better = "higher"
sources = ["wellbeing_wheel"]
matures_after_days = 0
counts = "A score beyond the middle of its own wheel's scale, on the side that the wheel says is better: of 1 to 5, a 4 or a 5. A wheel has up to eight scores."
does_not_count = "A score in the very middle, which is in the whole alone. An indicator that was not scored."
why = "The eight indicators are how everyone around a child in Scotland is to look at wellbeing: safe, healthy, achieving, nurtured, active, respected, responsible, included."
caveats = "There is no national scale, and wheels differ: look at one kind of wheel through time, and at no league of places. Most wheels are filled in for children somebody worries about."
scrutiny = ["Which indicator is lowest?", "Who filled in the wheel, and was the child there?"]
*/
select
    child_key,
    wheel_key as incident_key,
    completed_on as event_on,
    area,
    school,
    stage,
    sex,
    wellbeing_indicator,
    on_better_side::int as numerator,
    1 as denominator
from wellbeing_score
