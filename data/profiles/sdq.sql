-- A file has the 25 answers, or the scores, or both. Where it has answers the scales are
-- scored from them as dashboard/statistics/sdq.py does: five times the mean of those
-- answered, from three on, a half rounded up. What somebody answered is let go here.
with
    -- every column that a file may have and need not
    possible as (
        select
            null::varchar as band_version, null::varchar as school, null::varchar as stage,
            null::integer as emotion, null::integer as conduct, null::integer as hyperactivity,
            null::integer as peer, null::integer as prosocial, null::integer as total,
            null::varchar as somatic, null::varchar as worries, null::varchar as unhappy,
            null::varchar as clingy, null::varchar as afraid,
            null::varchar as tantrum, null::varchar as obeys, null::varchar as fights,
            null::varchar as lies, null::varchar as steals,
            null::varchar as restles, null::varchar as fidgety, null::varchar as distrac,
            null::varchar as reflect, null::varchar as attends,
            null::varchar as loner, null::varchar as friend, null::varchar as popular,
            null::varchar as bullied, null::varchar as oldbest,
            null::varchar as consid, null::varchar as shares, null::varchar as caring,
            null::varchar as kind, null::varchar as helpout
        where false
    ),
    given as (select * from possible union all by name select * from typed),
    -- `y` is answered the other way round: there "certainly true" is the good answer
    answered as (
        select
            row_number,
            [
                {'n': [somatic, worries, unhappy, clingy, afraid], 'y': []},
                {'n': [tantrum, fights, lies, steals], 'y': [obeys]},
                {'n': [restles, fidgety, distrac], 'y': [reflect, attends]},
                {'n': [loner, bullied, oldbest], 'y': [friend, popular]},
                {'n': [consid, shares, caring, kind, helpout], 'y': []}
            ] as scale
        from given
    ),
    pointed as (
        select
            row_number,
            list_transform(
                scale,
                lambda s: list_filter(
                    list_transform(s.n, lambda a: try_cast(a as integer))
                    || list_transform(s.y, lambda a: 2 - try_cast(a as integer)),
                    lambda a: a is not null
                )
            ) as points
        from answered
    ),
    -- 5 * sum / answered + 1/2, rounded down, in whole numbers
    scored as (
        select
            row_number,
            list_transform(
                points,
                lambda p: case
                    when len(p) >= 3 then (10 * list_sum(p) + len(p)) // (2 * len(p))
                end
            ) as score
        from pointed
    ),
    scales as (
        select
            given.* exclude (emotion, conduct, hyperactivity, peer, prosocial),
            coalesce(score[1], emotion)::integer as emotion,
            coalesce(score[2], conduct)::integer as conduct,
            coalesce(score[3], hyperactivity)::integer as hyperactivity,
            coalesce(score[4], peer)::integer as peer,
            coalesce(score[5], prosocial)::integer as prosocial
        from given
        join scored using (row_number)
    )
select
    row_number,
    scn_key,
    completed_on,
    informant,
    band_version,
    school,
    stage,
    emotion,
    conduct,
    hyperactivity,
    peer,
    prosocial,
    coalesce(total, emotion + conduct + hyperactivity + peer) as total
from scales
