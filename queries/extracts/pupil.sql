/*
title = "Pupils"
grain = "one pupil in one spell at one school; of a census, as it was on that day"
key = ["scn_key", "school", "admitted_on", "census_on"]
*/
-- A census holds who was there on its day, so that each stands beside the one before and
-- takes none of its pupils away. An extract that gives whole spells has no census day.
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
    level_of_english varchar,
    census_on date,
    half_days_possible integer,
    half_days_authorised integer,
    half_days_unauthorised integer
)
