/*
title = "One child with two dates of birth"
severity = "should_look"
table = "referral"
column = "birth_date"
why = "Two children may share a number, or one date is wrong: age bands depend on it."
fix = "Ask at the source which is right, and whether these are one child."
*/
-- A day after it is when a child was expected: the birth may well have been another.
select row_number, cast(null as varchar) as value
from incoming
where birth_date <= received_on
qualify
    min(birth_date) over (partition by person_key) < max(birth_date) over (partition by person_key)
