/*
title = "Boundaries whose codes are of another year than the data"
severity = "must_fix"
table = "boundary"
column = "area_code"
why = "The look-up of data zones has other codes at this level, or none: the same code can stand for other streets, and a map would leave places blank."
fix = "Send the look-up of data zones of the same year (it may come in the same upload), or boundaries of the year of the look-up that is held."
*/
-- More areas than the look-up's are no fault: a file may be of all Scotland.
with
    known as (
        select distinct area_level, area_code
        from
            extract.data_zone unpivot (
                area_code for area_level in (data_zone, intermediate_zone, ward, locality, council)
            )
    ),
    whole as (
        select area_level
        from known
        left join incoming using (area_level, area_code)
        group by area_level
        having count(*) = count(incoming.row_number)
    )
select row_number, area_code as value
from incoming
anti join known using (area_level, area_code)
where area_level not in (select area_level from whole)
