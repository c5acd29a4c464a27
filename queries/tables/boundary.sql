/*
title = "The outline of each area that the look-up of data zones knows"
*/
with
    known as (
        select distinct area_level, area_code
        from
            extract.data_zone unpivot (
                area_code for area_level in (data_zone, intermediate_zone, ward, locality, council)
            )
    )
select area_level, area_code, area_name, cast(geometry as double[][][][]) as polygons
from extract.boundary
join known using (area_level, area_code)
