/*
title = "Steps"
grain = "one child in one step of the workflow"
key = ["person_key", "step_key"]
*/
create table extract.step (
    source varchar not null,
    person_key varchar not null,
    step_key varchar not null,
    referral_key varchar,
    step_type varchar not null,
    status varchar not null,
    incoming_on date,
    started_on date,
    completed_on date,
    outcome varchar,
    team varchar
)
