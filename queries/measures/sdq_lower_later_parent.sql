/*
title = "Fewer difficulties the second time, as parents see them (SDQ)"
question = "Where a parent or carer was asked twice, how often was the total of difficulties lower the second time?"
kind = "proportion"
about = "children"
numerator = "Questionnaires with a total at least one point lower than the earlier one"
denominator = "Questionnaires of parents and carers with an earlier one of the same child"
unit = "questionnaires"
family = "outcome"
better = "higher"
board = false
sources = ["sdq"]
matures_after_days = 0
counts = "A total compared with the latest one of the same child, again by a parent or carer, that is at least 60 days and at most 730 days before. It stands in the month of the second. A child asked three times is compared twice."
does_not_count = "A child asked once; an earlier questionnaire by somebody else; one without a total."
why = "Whether children have fewer difficulties later is what support is for."
caveats = "Children are often asked when things are at their worst, so some improvement would be seen without any help (regression to the mean). It is a change of the group, not proof that something helped: set it beside children who were asked twice and had no support. One point can be chance."
scrutiny = ["How many would have been lower without any help?", "Were these children chosen because their scores were high?", "Who was not asked a second time?"]
*/
select
    child_key,
    completed_on as event_on,
    area,
    school,
    stage,
    sex,
    (total < earlier_total)::int as numerator,
    1 as denominator
from sdq_questionnaire
where informant = 'parent' and total is not null and earlier_total is not null
