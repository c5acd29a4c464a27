/*
title = "Pupils"
grain = "one pupil in one spell at one school"
key = ["scn_key", "school", "admitted_on"]
*/
create table extract.pupil (
    source varchar not null,
    scn_key varchar not null,
    school varchar not null,
    admitted_on date not null,
    left_on date,
    stage varchar,
    sex varchar,
    data_zone varchar,
    free_meals boolean,
    looked_after varchar,
    additional_support boolean,
    level_of_english varchar
)
