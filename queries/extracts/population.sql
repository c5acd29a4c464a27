/*
title = "Population"
grain = "people of one age and sex in one data zone at one 30 June"
key = ["data_zone", "year", "sex", "age"]
*/
create table extract.population (
    source varchar not null,
    data_zone varchar not null,
    year integer not null,
    sex varchar not null,
    age integer not null,
    persons integer not null
)
