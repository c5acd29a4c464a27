/*
title = "Attendance"
grain = "half-days of one pupil at one school in one month, by attendance code"
key = ["scn_key", "school", "month", "attendance_code"]
*/
create table extract.attendance (
    source varchar not null,
    scn_key varchar not null,
    school varchar not null,
    month date not null,
    stage varchar,
    attendance_code varchar not null,
    half_days integer not null
)
