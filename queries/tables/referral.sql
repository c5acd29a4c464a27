/*
title = "Referrals, with every step that followed"
*/
-- One row for each child in each referral. `final_class` follows the decisions in their
-- order: screening, IRD, investigation. A referral that went on to an investigation is
-- decided as child protection unless the investigation says otherwise. A word that nobody
-- has mapped is an outcome of `undecided:…`, and what hangs on it is undecided too.
with
    held as (
        select
            person_key,
            referral_key,
            step_type,
            min(coalesce(started_on, incoming_on)) as held_on,
            max(completed_on) filter (where status = 'completed') as completed_on,
            -- of several, the one completed last; on one day the last code by name
            max(struct_pack(day := completed_on, code := outcome)) filter (
                where status = 'completed' and outcome is not null
            ).code as outcome
        from extract.step
        where status <> 'cancelled'
        group by person_key, referral_key, step_type
    ),
    met as (
        select
            person_key,
            referral_key,
            min(held_on) as cppm_on,
            -- not known while the meeting's outcome is a word that nobody has mapped
            bool_or(
                case
                    when starts_with(outcome, 'undecided')
                    then null
                    else coalesce(outcome = 'registered', false)
                end
            ) as registered
        from extract.meeting
        where meeting_type in ('initial', 'pre_birth')
        group by person_key, referral_key
    ),
    stepped as (
        select
            r.*,
            coalesce(link.child_key, r.person_key) as child_key,
            ird.held_on as ird_on,
            ird.outcome as ird_outcome,
            ird.completed_on as ird_completed_on,
            investigation.held_on as investigated_on,
            investigation.outcome as investigation_outcome,
            met.cppm_on,
            case when met.cppm_on is null then false else met.registered end as registered
        from extract.referral as r
        left join child_link as link on link.system_key = r.person_key
        left join
            held as ird
            on ird.person_key = r.person_key
            and ird.referral_key = r.referral_key
            and ird.step_type = 'ird'
        left join
            held as investigation
            on investigation.person_key = r.person_key
            and investigation.referral_key = r.referral_key
            and investigation.step_type = 'investigation'
        left join met on met.person_key = r.person_key and met.referral_key = r.referral_key
    ),
    decided as (
        select
            *,
            case
                when screening_outcome = 'welfare'
                then 'screening'
                when
                    screening_outcome is null
                    and current_class = 'welfare'
                    and received_class = 'child_protection'
                then 'screening'
                when screening_outcome = 'ird' and ird_outcome = 'welfare'
                then 'ird'
                when
                    screening_outcome = 'ird'
                    and ird_outcome = 'investigate'
                    and investigation_outcome = 'welfare'
                then 'investigation'
            end as welfare_stage,
            case
                when screening_outcome = 'other'
                then 'screening'
                when screening_outcome = 'ird' and ird_outcome = 'none'
                then 'ird'
                when
                    screening_outcome = 'ird'
                    and ird_outcome = 'investigate'
                    and investigation_outcome = 'none'
                then 'investigation'
            end as closed_stage
        from stepped
    ),
    classed as (
        select
            *,
            case
                when welfare_stage is not null
                then 'welfare'
                when closed_stage is not null
                then 'other'
                when
                    screening_outcome = 'ird'
                    and ird_outcome = 'investigate'
                    and not starts_with(coalesce(investigation_outcome, ''), 'undecided')
                then 'child_protection'
                else 'undecided'
            end as final_class
        from decided
    ),
    schooled as (
        select
            c.person_key,
            c.referral_key,
            max(struct_pack(day := s.admitted_on, code := s.school)).code as school
        from classed as c
        join
            school_spell as s
            on s.child_key = c.child_key
            and s.admitted_on <= c.received_on
            and s.left_on > c.received_on
        group by c.person_key, c.referral_key
    ),
    ever_at_school as (select distinct child_key from school_spell),
    -- before this day an earlier referral may be one that no extract holds
    known_from as (
        select min(first_month) + 365 as day from coverage_span where "table" = 'referral'
    )
select
    c.source,
    c.child_key,
    c.referral_key as incident_key,
    c.received_on,
    c.received_class,
    c.source_agency,
    c.concern,
    c.screening_outcome,
    c.final_class,
    c.welfare_stage,
    c.closed_stage,
    case
        when c.screening_outcome in ('welfare', 'other')
        then c.screened_on
        when c.screening_outcome = 'ird' and c.final_class <> 'undecided'
        then c.ird_completed_on
    end as decided_on,
    c.ird_on,
    c.investigated_on,
    c.cppm_on,
    c.registered,
    case
        when c.registered
        then 'registered'
        when c.cppm_on is not null and c.registered is not null
        then 'not_registered'
        when c.cppm_on is not null
        then 'undecided'
        when c.final_class = 'welfare'
        then 'welfare_' || c.welfare_stage
        when c.final_class = 'other'
        then 'other_' || c.closed_stage
        when c.final_class = 'child_protection'
        then 'in_progress'
        else 'undecided'
    end as ended,
    coalesce(c.offer, 'nothing_recorded') as offer,
    c.offered_on,
    c.data_zone as area,
    case
        when schooled.school is not null
        then schooled.school
        when c.age_band in ('unborn', '0_4')
        then 'not_at_school'
        when e.child_key is not null
        then 'not_at_school'
    end as school,
    c.team,
    c.age_band,
    c.sex,
    area_level.simd_quintile,
    min(c.received_on) filter (where c.received_class = 'child_protection') over (
        partition by c.child_key
        order by c.received_on range between interval 1 day following and unbounded following
    ) as referred_again_on,
    case
        when
            exists (
                select 1
                from registration as g
                where
                    g.child_key = c.child_key
                    and g.registered_on < c.received_on
                    and g.deregistered_on > c.received_on - 365
            )
        then 'registered'
        when
            max(c.received_on) filter (where c.received_class = 'child_protection') over (
                partition by c.child_key
                order by
                    c.received_on
                    range between interval 365 day preceding and interval 1 day preceding
            )
            is not null
        then 'referred'
        when c.received_on >= (select day from known_from)
        then 'none'
    end as involvement
from classed as c
left join schooled on schooled.person_key = c.person_key and schooled.referral_key = c.referral_key
left join ever_at_school as e on e.child_key = c.child_key
left join area_level on area_level.area = c.data_zone
