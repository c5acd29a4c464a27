/*
title = "An outline that is not read"
severity = "must_fix"
table = "boundary"
column = "geometry"
why = "It is no list of polygons of points of longitude and latitude."
fix = "Send the GeoJSON file itself, in longitude and latitude (EPSG:4326)."
*/
with
    points as (
        select
            row_number, geometry, flatten(flatten(try_cast(geometry as double[][][][]))) as points
        from incoming
    )
select row_number, left(geometry, 40) as value
from points
where
    coalesce(len(points), 0) < 4
    or len(list_filter(points, lambda point:len(point) = 2)) < len(points)
    or len(list_filter(points, lambda point:abs(point[1]) <= 180 and abs(point[2]) <= 90))
    < len(points)
