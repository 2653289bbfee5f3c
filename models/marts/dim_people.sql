with

people as (

    select * from {{ ref('in_people') }}

),

intervals as (

    select
        person_id,
        coalesce(person_name, person_id) as rep,
        team,
        pod,
        manager_name as manager,
        region,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as ends_on,
        lead(valid_from) over (
            partition by person_id
            order by valid_from
        ) as next_from
    from people

),

without_overlaps as (

    select
        person_id,
        rep,
        team,
        pod,
        manager,
        region,
        valid_from,
        case when next_from < ends_on then next_from else ends_on end as valid_to
    from intervals

)

select * from without_overlaps
