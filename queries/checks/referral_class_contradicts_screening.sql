/*
title = "Screened as a welfare concern and still classed as child protection"
severity = "should_look"
table = "referral"
column = "current_class"
why = "Screening decides which it is counted as."
fix = "Check which is right. The outcome of screening is what counts."
*/
select row_number, current_class as value
from incoming
where screening_outcome = 'welfare' and current_class = 'child_protection'
