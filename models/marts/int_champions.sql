with

contacts as (

    select * from {{ ref('in_contacts') }}
    where is_champion and account_id is not null

),

champions as (

    select
        contact_id,
        account_id,
        coalesce(cast(created_at as date), cast('1900-01-01' as date))
            as starts_on,
        coalesce(cast(left_at as date), {{ end_of_time() }}) as ends_on
    from contacts

)

select * from champions
where starts_on < ends_on
