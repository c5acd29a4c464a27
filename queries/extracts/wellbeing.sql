/*
title = "Wellbeing Wheels"
grain = "one indicator of one wheel of a pupil"
key = ["scn_key", "completed_on", "indicator"]
*/
create table extract.wellbeing (
    source varchar not null,
    scn_key varchar not null,
    completed_on date not null,
    indicator varchar not null,
    score double not null,
    scale_min double not null,
    scale_max double not null,
    direction varchar not null,
    school varchar,
    stage varchar
)
