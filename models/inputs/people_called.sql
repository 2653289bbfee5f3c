with

accepted as (

    select
        *,
        min(valid_from) over (partition by person_id) as first_on,
        row_number() over (
            partition by person_id
            order by person_name is null, valid_from desc
        ) as place
    from {{ ref('checked_people') }}
    where quarantine_reason is null

),

everybody as (

    select
        person_id,
        cast(null as varchar) as manager_name,
        {{ initials('person_name') }} as letters,
        first_on
    from accepted
    where place = 1
    union all
    -- Whoever manages people and stands nowhere else.
    select
        cast(null as varchar) as person_id,
        manager_name,
        {{ initials('manager_name') }} as letters,
        min(valid_from) as first_on
    from accepted
    where manager_name not in (
        select person_name from accepted where person_name is not null
    )
    group by manager_name

),

numbered as (

    select
        *,
        row_number() over (
            partition by person_id is null
            order by first_on, person_id, manager_name
        ) as number,
        row_number() over (
            partition by letters
            order by person_id is null, first_on, person_id, manager_name
        ) as place
    from everybody

),

called as (

    select
        person_id,
        manager_name,
        coalesce(
            {%- if var('people') == 'initials' %}
            letters || case when place > 1 then ' ' || place else '' end,
            {%- endif %}
            case when person_id is null then 'Manager ' else 'Rep ' end || number
        ) as called
    from numbered

)

select * from called
