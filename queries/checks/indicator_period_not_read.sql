/*
title = "A period that is neither a year nor a month"
severity = "must_fix"
table = "published_indicator"
column = "period"
why = "A figure without its time stands nowhere on a chart."
fix = "Write years as 2019-20, months as 01/12/2025, then export again."
*/
select row_number, period as value from incoming where month is null
