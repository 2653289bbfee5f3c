with

accounts as (

    select * from {{ ref('dim_accounts') }}

),

channels as (

    select * from {{ ref('int_account_channels') }}

),

paid_channels as (

    select * from {{ ref('channels') }}

),

account_ids as (

    select account_id from accounts
    union
    select account_id from {{ ref('int_paid_subscriptions') }}

),

customers as (

    select
        account_ids.account_id,
        coalesce(accounts.account, account_ids.account_id) as account,
        accounts.segment,
        coalesce(accounts.icp_tier, 'unknown') as icp_tier,
        accounts.is_icp,
        channels.channel,
        paid_channels.is_paid as is_paid_channel,
        accounts.industry,
        accounts.region
    from account_ids
    left join accounts on account_ids.account_id = accounts.account_id
    left join channels on account_ids.account_id = channels.account_id
    left join paid_channels on channels.channel = paid_channels.channel

)

select * from customers
