with

months as (

    select
        month_starts_on,
        max(date_day) as ends_on
    from {{ ref('dim_dates') }}
    where is_over
    group by month_starts_on

),

-- From when until when something counts. A measurement or an answer counts for
-- 90 days, a champion for as long as he or she is there.
spans as (

    select
        account_id,
        'successful' as finding,
        measured_on as starts_on,
        {{ add_days('measured_on', 90) }} as ends_on
    from {{ ref('in_outcomes') }}
    where result >= goal
    union all
    select
        account_id,
        'happy' as finding,
        cast(answered_at as date) as starts_on,
        {{ add_days('answered_at', 90) }} as ends_on
    from {{ ref('in_surveys') }}
    where score >= 9
    union all
    select
        account_id,
        'happy' as finding,
        coalesce(cast(created_at as date), cast('1900-01-01' as date))
            as starts_on,
        coalesce(cast(left_at as date), {{ end_of_time() }}) as ends_on
    from {{ ref('in_contacts') }}
    where is_champion

),

results as (

    select
        spans.account_id,
        months.month_starts_on,
        count(case when spans.finding = 'successful' then 1 end) > 0
            as is_successful,
        count(case when spans.finding = 'happy' then 1 end) > 0 as is_happy
    from spans
    inner join months
        on
            spans.starts_on <= months.ends_on
            and spans.ends_on > months.ends_on
    group by spans.account_id, months.month_starts_on

)

select * from results
