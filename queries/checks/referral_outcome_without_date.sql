/*
title = "Screened on no known day"
severity = "for_information"
table = "referral"
column = "screened_on"
why = "Days to a decision leave these out."
fix = "Add the date of screening when you can."
*/
select row_number, screening_outcome as value
from incoming
where screening_outcome is not null and screened_on is null
