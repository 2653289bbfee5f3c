with

accounts as (

    {{ connected('accounts') }}

),

internal_accounts as (

    select account_id from accounts
    where is_internal

),

merges as (

    select * from {{ ref('account_merges') }}

),

checked as (

    select
        accounts.*,
        case
            when is_internal then 'internal record'
            when
                merges.survivor_id in (select account_id from internal_accounts)
                then 'internal record'
            when account_id is null then 'no id'
            when {{ repeated('accounts') }} then 'duplicate id'
            when merges.fault is not null then merges.fault
            when merges.survivor_id is not null then 'merged account'
            when {{ impossible(['created_at']) }} then 'impossible date'
            when annual_revenue < 0 then 'negative amount'
            when {{ unknown_currency('annual_revenue') }}
                then 'unknown currency'
        end as quarantine_reason
    from accounts
    left join merges
        using (account_id)

)

select * from checked
