with

churn_markers as (

    {{ connected('churn_markers') }}

),

checked as (

    select
        *,
        case
            when {{ of_internal_account() }} then 'internal record'
            when marker_id is null then 'no id'
            when {{ repeated('churn_markers') }} then 'duplicate id'
            when {{ impossible(['marked_on']) }} then 'impossible date'
            when
                kind is null or kind not in (
                    'account_flag', 'subscription_flag', 'churn_log'
                )
                then 'unknown kind'
        end as quarantine_reason
    from churn_markers

)

select * from checked
