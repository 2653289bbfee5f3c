with

losses as (

    select * from {{ ref('int_champion_losses') }}

),

-- Whether it was happy and successful on the day before.
standings as (

    select
        losses.account_id,
        losses.lost_on,
        count(case when findings.finding = 'successful' then 1 end) as goals,
        count(case when findings.finding <> 'successful' then 1 end) as joys
    from losses
    left join {{ ref('int_account_findings') }} as findings
        on
            losses.account_id = findings.account_id
            and losses.lost_on > findings.starts_on
            and losses.lost_on <= findings.ends_on
            and findings.finding
            in ('successful', 'scored_9_or_10', 'engaged_champion')
    group by losses.account_id, losses.lost_on

),

departures as (

    select
        losses.account_id,
        losses.lost_on,
        min(movements.moved_on) as churned_on
    from losses
    inner join {{ ref('int_mrr_movements') }} as movements
        on
            losses.account_id = movements.account_id
            and losses.lost_on <= movements.moved_on
            and movements.movement = 'churned'
    group by losses.account_id, losses.lost_on

),

champion_losses as (

    select
        standings.account_id || ' ' || cast(standings.lost_on as varchar)
            as champion_loss_id,
        standings.account_id,
        months.account,
        months.segment,
        months.icp_tier,
        months.is_icp,
        months.channel,
        months.industry,
        months.region,
        months.plan,
        {{ standing('standings.joys > 0', 'standings.goals > 0') }} as standing,
        standings.lost_on,
        departures.churned_on,
        {{ is_within_days(90, 'departures.churned_on', 'standings.lost_on') }}
            as is_churned_within_90_days
    from standings
    inner join {{ ref('fct_account_months') }} as months
        on
            standings.account_id = months.account_id
            and {{ starts_on('month', 'standings.lost_on') }}
            = months.month_starts_on
    left join departures
        on
            standings.account_id = departures.account_id
            and standings.lost_on = departures.lost_on

)

select * from champion_losses
