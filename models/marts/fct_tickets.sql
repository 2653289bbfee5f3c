with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

requests as (

    select
        tickets.ticket_id,
        tickets.account_id,
        tickets.priority,
        tickets.opened_at,
        cast(tickets.opened_at as date) as opened_on,
        {% for event in ['first_response', 'closed'] %}
        case
            when cast(tickets.{{ event }}_at as date) <= as_of.as_of
                then tickets.{{ event }}_at
        end as {{ event }}_at{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('in_tickets') }} as tickets
    inner join as_of on cast(tickets.opened_at as date) <= as_of.as_of

),

tickets as (

    select
        requests.ticket_id,
        requests.account_id,
        coalesce(accounts.account, requests.account_id) as account,
        accounts.segment,
        accounts.icp_tier,
        accounts.is_icp,
        channels.channel,
        accounts.industry,
        accounts.region,
        requests.priority,
        requests.opened_on,
        cast(requests.first_response_at as date) as responded_on,
        cast(requests.closed_at as date) as closed_on,
        cast({{ count_between(
            'second', 'requests.opened_at', 'requests.first_response_at'
        ) }} / 3600.0 as decimal(18, 4)) as hours_to_first_response
    from requests
    left join {{ ref('dim_accounts') }} as accounts
        on requests.account_id = accounts.account_id
    left join {{ ref('int_account_channels') }} as channels
        on requests.account_id = channels.account_id

)

select * from tickets
