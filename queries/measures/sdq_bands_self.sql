/*
title = "Questionnaires by young people (SDQ), by scale and band"
question = "In which band of each scale are the questionnaires that young people filled in?"
kind = "count"
about = "children"
numerator = "Questionnaires of young people, by scale and band"
unit = "questionnaires"
family = "outcome"
better = "neither"
board = false
sources = ["sdq"]
matures_after_days = 0
counts = "Every questionnaire once; by scale and band, once in each scale that could be scored. Three-band and four-band scores have bands of their own names."
does_not_count = "What others than young people said. A scale with fewer than three of its five answers has no score and is in no band."
why = "The total hides which difficulty it is: feelings, behaviour, attention, or getting on with others."
caveats = "Bands differ by who answered and by version, so they are not to be set beside those of others. High scores are difficulties on every scale but the prosocial one, where high scores are strengths."
scrutiny = ["Which scale stands out?", "Is it the same in what others say of these children?"]
*/
select child_key, completed_on as event_on, area, school, stage, sex, sdq_score, 1 as numerator
from sdq_questionnaire
where informant = 'self'
