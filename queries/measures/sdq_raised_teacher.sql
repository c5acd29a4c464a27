/*
title = "Raised difficulties, as teachers see them (SDQ)"
question = "Of the SDQ questionnaires that teachers filled in, how many have a raised total of difficulties?"
kind = "proportion"
about = "children"
numerator = "Questionnaires with a total in a raised band"
denominator = "Questionnaires of teachers with a total"
unit = "questionnaires"
family = "outcome"
better = "lower"
board = false
sources = ["sdq"]
matures_after_days = 0
counts = "A total in any band but the one close to average (in three bands: but the normal one), by the bands for teachers in data/codes/sdq_bands.csv."
does_not_count = "Questionnaires with too few answers for a total; those to be read in another version of the bands than the one in use (data/codes/sdq_bands_used.csv), which are in “Questionnaires by teachers (SDQ), by scale and band”; what others than teachers said."
why = "How children feel and behave, in a form that many schools and health visitors already use."
caveats = "Who is asked decides the number: often it is children somebody already worries about, so it is not the share of all children. What parents, teachers and young people say differs, has bands of its own, and is never put together. A raised score is no diagnosis. Check the bands against the published ones before use."
scrutiny = ["Who was asked, and why these children?", "Do the others who know the child see it the same way?", "Which scale is raised?"]
*/
select
    child_key,
    completed_on as event_on,
    area,
    school,
    stage,
    sex,
    (total_severity > 1)::int as numerator,
    1 as denominator
from sdq_questionnaire
where informant = 'teacher' and in_use and total_severity is not null
