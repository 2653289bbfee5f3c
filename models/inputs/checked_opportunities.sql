with

opportunities as (

    {{ connected('opportunities') }}

),

checked as (

    select
        *,
        case
            when is_internal then 'internal record'
            when {{ of_internal_account() }} then 'internal record'
            when opportunity_id is null then 'no id'
            when {{ repeated('opportunities') }} then 'duplicate id'
            when {{ impossible([
                'created_at', 'closed_at', 'expected_close_on'
            ]) }}
                then 'impossible date'
            when {{ ends_on_an_earlier_day('created_at', 'closed_at') }}
                then 'impossible date'
            when status is null or status not in ('open', 'won', 'lost')
                then 'unknown status'
            when amount < 0 then 'negative amount'
            when {{ unknown_currency('amount') }} then 'unknown currency'
        end as quarantine_reason
    from opportunities

)

select * from checked
