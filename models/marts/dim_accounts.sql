with

accounts as (

    select * from {{ ref('in_accounts') }}

),

fits as (

    select * from {{ ref('int_fits') }}

),

rated as (

    select
        accounts.account_id,
        coalesce(accounts.account_name, accounts.account_id) as account,
        accounts.parent_account_id,
        fits.segment,
        fits.icp_tier,
        fits.is_icp,
        accounts.industry,
        accounts.region,
        accounts.employees,
        accounts.annual_revenue,
        cast(accounts.created_at as date) as created_on
    from accounts
    inner join fits
        on
            {{ has_same_facts('accounts', 'fits') }}

)

select * from rated
