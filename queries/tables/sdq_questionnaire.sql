/*
title = "SDQ questionnaires: scores, bands, and the total of an earlier one"
*/
-- `sdq_score` has scale and band of each score, by the version that the questionnaire is
-- to be read in; `in_use` is whether that is the version shares are worked out in. An
-- earlier total is that of the latest questionnaire by the same kind of informant that is
-- at least 60 days older and at most 730: about two months to two years.
with
    used as (select version from code.sdq_bands_used order by rowid limit 1),
    read_in as (
        select
            a.child_key,
            q.scn_key,
            q.informant,
            q.completed_on,
            coalesce(q.band_version, used.version) as band_version,
            coalesce(q.band_version, used.version) = used.version as in_use,
            coalesce(q.school, a.school) as school,
            q.stage,
            a.sex,
            a.area,
            q.emotion,
            q.conduct,
            q.hyperactivity,
            q.peer,
            q.prosocial,
            q.total
        from extract.sdq as q
        join assessed as a using (scn_key, completed_on)
        cross join used
    ),
    score as (
        select
            scn_key,
            informant,
            completed_on,
            band_version,
            unnest(
                [
                    struct_pack(scale := 'total', score := total),
                    struct_pack(scale := 'emotion', score := emotion),
                    struct_pack(scale := 'conduct', score := conduct),
                    struct_pack(scale := 'hyperactivity', score := hyperactivity),
                    struct_pack(scale := 'peer', score := peer),
                    struct_pack(scale := 'prosocial', score := prosocial)
                ],
                recursive := true
            )
        from read_in
    ),
    banded as (
        select
            s.scn_key,
            s.informant,
            s.completed_on,
            list(s.band_version || ':' || s.scale || ':' || b.severity) as sdq_score,
            max(b.severity) filter (where s.scale = 'total') as total_severity
        from score as s
        join
            sdq_band as b
            on b.version = s.band_version
            and b.informant = s.informant
            and b.scale = s.scale
            and s.score between b.lowest and b.highest
        group by s.scn_key, s.informant, s.completed_on
    )
select
    q.*,
    banded.sdq_score,
    banded.total_severity,
    (
        select max(struct_pack(day := e.completed_on, total := e.total))
        from read_in as e
        where
            e.child_key = q.child_key
            and e.informant = q.informant
            and e.total is not null
            and e.completed_on between q.completed_on - 730 and q.completed_on - 60
    ).total as earlier_total
from read_in as q
left join banded using (scn_key, informant, completed_on)
