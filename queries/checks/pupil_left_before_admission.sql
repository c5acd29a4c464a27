/*
title = "Left before being admitted"
severity = "must_fix"
table = "pupil"
column = "left_on"
why = "The pupil would be at no school on any day."
fix = "One of the two dates is wrong: correct it and export again."
*/
select row_number, strftime(left_on, '%d/%m/%Y') as value from incoming where left_on < admitted_on
