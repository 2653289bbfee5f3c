with

terms as (

    select * from {{ ref('int_terms') }}

),

-- What goes on after a term: its own interval, when that outlives it, and what
-- began once the term was no longer held. What ran beside it is not its renewal.
successors as (

    select
        terms.account_id,
        terms.due_on,
        subscriptions.mrr,
        subscriptions.valid_to,
        greatest(subscriptions.valid_from, terms.due_on) as valid_from
    from terms
    inner join {{ ref('int_paid_subscriptions') }} as subscriptions
        on
            terms.account_id = subscriptions.account_id
            and terms.due_on < subscriptions.valid_to
            and {{ add_days('terms.due_on', 30) }} >= subscriptions.valid_from
            and (
                terms.held_to <= subscriptions.valid_from
                or (
                    terms.due_on = subscriptions.term_ends_on
                    and subscriptions.valid_from < subscriptions.term_ends_on
                )
            )

),

-- MRR can be highest only on a day on which something begins.
days as (

    select distinct account_id, due_on, valid_from as day
    from successors

),

levels as (

    select
        days.account_id,
        days.due_on,
        days.day,
        sum(successors.mrr) as mrr
    from days
    inner join successors
        on
            days.account_id = successors.account_id
            and days.due_on = successors.due_on
            and days.day >= successors.valid_from
            and days.day < successors.valid_to
    group by days.account_id, days.due_on, days.day

),

renewed_terms as (

    select
        account_id,
        due_on,
        cast(max(case when day = due_on then mrr end) as decimal(18, 4))
            as mrr_on_time,
        cast(max(mrr) as decimal(18, 4)) as mrr_on_time_or_late
    from levels
    group by account_id, due_on

)

select * from renewed_terms
