with recursive

accounts as (

    {{ connected('accounts') }}

),

ranked as (

    select
        account_id,
        merged_into,
        {{ repeated('accounts') }} as is_repeated
    from accounts
    where account_id is not null

),

records as (

    select account_id, merged_into from ranked
    where not is_repeated

),

merges as (

    select account_id, merged_into from records
    where merged_into is not null

),

-- "union" and not "union all": a circle adds nothing new, so the walk ends.
walks as (

    select account_id, merged_into as reached from merges

    union

    select walks.account_id, merges.merged_into as reached
    from walks
    inner join merges
        on walks.reached = merges.account_id

),

ends as (

    select walks.account_id, walks.reached from walks
    left join merges
        on walks.reached = merges.account_id
    where merges.account_id is null

),

resolved as (

    select
        merges.account_id,
        records.account_id as survivor_id,
        case
            when ends.account_id is null then 'merged in a circle'
            when records.account_id is null then 'merged into an unknown account'
        end as fault
    from merges
    left join ends
        on merges.account_id = ends.account_id
    left join records
        on ends.reached = records.account_id

)

select * from resolved
