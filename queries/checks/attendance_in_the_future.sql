/*
title = "A month after the day of this picture"
severity = "must_fix"
table = "attendance"
column = "month"
why = "Nobody can have attended in a month that has not come."
fix = "Correct the month and export again."
*/
select row_number, strftime(month, '%d/%m/%Y') as value from incoming, run where month > run.as_at
