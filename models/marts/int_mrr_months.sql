with

movements as (

    select
        *,
        {{ starts_on('month', 'moved_on') }} as month_starts_on,
        min(case when movement = 'churned' then moved_on end) over (
            partition by account_id
        ) as first_churned_on
    from {{ ref('int_mrr_movements') }}

),

latest as (

    select
        *,
        row_number() over (
            partition by account_id, month_starts_on, movement
            order by moved_on desc
        ) = 1 as is_latest
    from movements

),

counted as (

    select
        account_id,
        month_starts_on,
        {% for movement in
            ['new', 'expansion', 'contraction', 'churned', 'reactivation'] %}
        cast(sum(
            case when movement = '{{ movement }}' then amount else 0 end
        ) as decimal(18, 4)) as {{ movement }}_mrr,
        count(case when movement = '{{ movement }}' then 1 end)
            as count_{{ movement }},
        {% endfor %}
        max(case when movement = 'churned' and is_latest then churn_kind end)
            as churn_kind,
        count(case
            when
                movement = 'new'
                and {{ is_within_days(90, 'first_churned_on', 'moved_on') }}
                then 1
        end) as count_churned_early
    from latest
    group by account_id, month_starts_on

),

-- Each account counts once: leaving and returning in between cancel out.
months as (

    select
        *,
        count_new > 0 as is_new_customer,
        count_churned > 0 and count_churned >= count_reactivation
            as is_churned_customer,
        count_reactivation > 0 and count_reactivation >= count_churned
            as is_reactivated_customer,
        count_churned_early > 0 as is_churned_within_90_days
    from counted

),

with_reasons as (

    select
        *,
        is_churned_customer and coalesce(churn_kind, '') <> 'involuntary'
            as is_voluntary_churn,
        is_churned_customer and coalesce(churn_kind, '') = 'involuntary'
            as is_involuntary_churn
    from months

)

select * from with_reasons
