with

surveys as (

    select
        *,
        -- An answer whose contact is unknown stands for somebody of its own.
        coalesce(contact_id, survey_id) as respondent_id,
        cast(answered_at as date) as answered_on
    from {{ ref('in_surveys') }}
    where score is not null and answered_at is not null

),

answers as (

    select
        survey_id,
        respondent_id,
        contact_id,
        account_id,
        score,
        answered_on,
        {{ add_days('answered_on', 90) }} as expires_on,
        lead(answered_on) over (
            partition by respondent_id
            order by answered_at, survey_id
        ) as next_answered_on
    from surveys

)

select
    *,
    least(expires_on, coalesce(next_answered_on, expires_on))
        as superseded_on
from answers
