/*
title = "Questionnaires without a total"
severity = "should_look"
table = "sdq"
column = "total"
why = "With fewer than three of five answers a scale has no score, and there is no total: they are kept, in no share and no comparison."
fix = "Nothing to do where answers are missing; else export again with the answers or the scores."
*/
select row_number, strftime(completed_on, '%d/%m/%Y') as value from incoming where total is null
