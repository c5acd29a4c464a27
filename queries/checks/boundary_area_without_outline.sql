/*
title = "Not every area of the look-up has an outline"
severity = "should_look"
table = "boundary"
column = "area_code"
why = "What has no outline is in the table and not on the map. The first row stands for each that is missing."
fix = "Send a file with all of the level's areas."
*/
with
    known as (
        select distinct area_level, area_code
        from
            extract.data_zone unpivot (
                area_code for area_level in (data_zone, intermediate_zone, ward, locality, council)
            )
    ),
    sent as (select area_level, min(row_number) as row_number from incoming group by area_level)
select sent.row_number, known.area_code as value
from known
join sent using (area_level)
anti join incoming using (area_level, area_code)
