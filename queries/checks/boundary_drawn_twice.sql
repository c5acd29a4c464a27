/*
title = "An area with two outlines"
severity = "must_fix"
table = "boundary"
column = "area_code"
why = "Only the last would be drawn: part of the area would be missing."
fix = "Join its parts into one MultiPolygon (dissolve by code), and send it again."
*/
select row_number, area_code as value
from incoming
qualify count(*) over (partition by area_level, area_code) > 1
