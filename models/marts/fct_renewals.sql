with

terms as (

    select * from {{ ref('int_terms') }}

),

renewed_terms as (

    select * from {{ ref('int_renewed_terms') }}

),

customers as (

    select * from {{ ref('int_customers') }}

),

renewals as (

    select
        terms.account_id || ' ' || cast(terms.due_on as varchar) as renewal_id,
        customers.*,
        terms.plan,
        terms.due_on,
        cast(terms.mrr_due as decimal(18, 4)) as mrr_due,
        cast(
            least(terms.mrr_due, coalesce(renewed_terms.mrr_on_time, 0))
            as decimal(18, 4)
        ) as mrr_renewed,
        cast(
            least(terms.mrr_due, coalesce(renewed_terms.mrr_on_time_or_late, 0))
            as decimal(18, 4)
        ) as mrr_renewed_or_late,
        renewed_terms.mrr_on_time is not null as is_kept,
        renewed_terms.mrr_on_time_or_late is not null as is_kept_or_late
    from terms
    inner join customers on terms.account_id = customers.account_id
    left join renewed_terms
        on
            terms.account_id = renewed_terms.account_id
            and terms.due_on = renewed_terms.due_on

)

select * from renewals
