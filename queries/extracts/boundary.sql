/*
title = "Boundaries"
grain = "the outline of one area"
key = ["area_level", "area_code"]
*/
-- The outline: polygons, each of rings, each of points of longitude and latitude.
create table extract.boundary (
    source varchar not null,
    area_level varchar not null,
    area_code varchar not null,
    area_name varchar,
    geometry varchar not null
)
