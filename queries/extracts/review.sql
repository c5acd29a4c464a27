/*
title = "Child health reviews"
grain = "one child and one review that the child became due for"
key = ["chi_key", "review"]
*/
create table extract.review (
    source varchar not null,
    chi_key varchar not null,
    review varchar not null,
    due_month date not null,
    reviewed_on date,
    age_months integer,
    age_weeks integer,
    health_team varchar,
    speech varchar,
    gross_motor varchar,
    fine_motor varchar,
    problem_solving varchar,
    personal_social varchar,
    emotional varchar,
    vision varchar,
    hearing varchar,
    plan_indicator varchar,
    sex varchar,
    data_zone varchar
)
