with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

markers as (

    select * from {{ ref('in_churn_markers') }}

),

customers as (

    select * from {{ ref('int_customers') }}

),

churn_markers as (

    select
        markers.marker_id,
        markers.account_id,
        markers.subscription_id,
        coalesce(customers.account, markers.account_id) as account,
        customers.segment,
        customers.icp_tier,
        customers.is_icp,
        customers.channel,
        customers.is_paid_channel,
        customers.industry,
        customers.region,
        markers.kind,
        markers.reason,
        markers.marked_on
    from markers
    inner join as_of
        on coalesce(markers.marked_on, as_of.as_of) <= as_of.as_of
    left join customers on markers.account_id = customers.account_id

)

select * from churn_markers
