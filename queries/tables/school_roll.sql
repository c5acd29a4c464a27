/*
title = "Pupils on the roll of each school and sector, each September once"
*/
-- Where the workbook and the downloads both have a school, the workbook goes first.
select school, sector, month, council, name, pupils
from extract.school_roll
qualify
    row_number() over (
        partition by school, sector, month
        order by case source when 'school_roll' then 1 else 2 end, source
    )
    = 1
