/*
title = "Indicators as they were published or sent ready-made"
grain = "one indicator of one place in one period"
key = ["place", "indicator", "period"]
*/
create table extract.published_indicator (
    source varchar not null,
    place varchar not null,
    indicator varchar not null,
    period varchar not null,
    month date,
    title varchar,
    value double,
    value_mark varchar,
    numerator double,
    numerator_mark varchar,
    denominator double,
    basis varchar
)
