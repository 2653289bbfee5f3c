with

months as (

    select * from {{ ref('dim_months') }}

),

account_months as (

    select * from {{ ref('fct_account_months') }}

),

a_year_before as (

    select
        account_months.*,
        months.month_starts_on as year_later
    from account_months
    inner join months
        on
            months.month_starts_on
            = {{ dbt.dateadd('year', 1, 'account_months.month_starts_on') }}
    where account_months.is_closing_customer

),

retention as (

    select
        a_year_before.account_id || ' '
        || substring(cast(a_year_before.year_later as varchar), 1, 7)
            as yearly_retention_id,
        a_year_before.account_id,
        a_year_before.account,
        a_year_before.segment,
        a_year_before.icp_tier,
        a_year_before.is_icp,
        a_year_before.channel,
        a_year_before.is_paid_channel,
        a_year_before.industry,
        a_year_before.region,
        a_year_before.plan,
        a_year_before.year_later as month_starts_on,
        a_year_before.closing_mrr as mrr_a_year_before,
        coalesce(now.closing_mrr, 0) as mrr_now,
        least(a_year_before.closing_mrr, coalesce(now.closing_mrr, 0))
            as mrr_kept,
        coalesce(now.is_closing_customer, false) as is_kept
    from a_year_before
    left join account_months as now
        on
            a_year_before.account_id = now.account_id
            and a_year_before.year_later = now.month_starts_on

)

select * from retention
