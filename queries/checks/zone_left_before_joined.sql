/*
title = "Left the zone before joining it"
severity = "must_fix"
table = "zone_member"
column = "to_on"
why = "It would be in the zone on no day."
fix = "One of the two dates is wrong: correct it and export again."
*/
select row_number, strftime(to_on, '%d/%m/%Y') as value from incoming where to_on < from_on
