/*
title = "Deprivation"
grain = "one data zone's rank in the Scottish Index of Multiple Deprivation"
key = ["data_zone"]
*/
create table extract.deprivation (
    source varchar not null,
    data_zone varchar not null,
    rank integer not null
)
