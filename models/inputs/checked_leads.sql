with

leads as (

    {{ connected('leads') }}

),

checked as (

    select
        *,
        case
            when is_internal then 'internal record'
            when {{ of_internal_account() }} then 'internal record'
            when lead_id is null then 'no id'
            when {{ repeated('leads') }} then 'duplicate id'
            when {{ impossible(['created_at']) }} then 'impossible date'
        end as quarantine_reason
    from leads

)

select * from checked
