/*
title = "Data zones and the areas they make up"
grain = "one data zone"
key = ["data_zone"]
*/
create table extract.data_zone (
    source varchar not null,
    data_zone varchar not null,
    intermediate_zone varchar,
    intermediate_zone_name varchar,
    ward varchar,
    ward_name varchar,
    locality varchar,
    locality_name varchar,
    council varchar,
    council_name varchar
)
