/*
title = "Section II of the Boxall Profile lower, that is better, the second time"
question = "Of pupils with a second Boxall Profile, how many have a lower score in Section II (diagnostic profile)?"
kind = "proportion"
about = "children"
numerator = "Profiles with a lower, that is better, Section II"
denominator = "Profiles with a Section II and an earlier one of the same pupil"
unit = "profiles"
family = "outcome"
better = "higher"
board = false
sources = ["boxall"]
matures_after_days = 0
counts = "Lower is better in Section II: the sum of its ten strands (Q to Z) is at least one point lower than in the pupil's latest profile that is at least 60 days and at most 730 days before. It stands in the month of the second."
does_not_count = "A pupil profiled once; a profile without all ten strands of Section II."
why = "Nurture groups are for pupils whose early needs were not met: the profile is how schools see whether they catch up."
caveats = "Section I and Section II are never added: in one high is good, in the other low is. Children are often asked when things are at their worst, so some improvement would be seen without any help (regression to the mean). It is a change of the group, not proof that something helped. No norms are used here: scores are compared with the pupil's own."
scrutiny = ["How many would have been better without any help?", "Who filled in both profiles?", "Who was not profiled a second time?"]
*/
select
    child_key,
    completed_on as event_on,
    area,
    school,
    stage,
    sex,
    (score < earlier_score)::int as numerator,
    1 as denominator
from boxall_section
where section = 'diagnostic' and earlier_score is not null
