with

months as (

    select * from {{ ref('dim_months') }}

),

-- All answers of the 90 days up to the end of the month; the newest of each
-- respondent is the one that nothing has superseded by then.
counted as (

    select
        answers.respondent_id,
        months.month_starts_on,
        max(case when answers.superseded_on > months.ends_on then answers.survey_id end)
            as survey_id,
        count(*) as answers,
        count(case when answers.score >= 9 then 1 end)
        - count(case when answers.score <= 6 then 1 end) as balance_of_answers
    from {{ ref('int_survey_answers') }} as answers
    inner join months
        on
            answers.answered_on <= months.ends_on
            and answers.expires_on > months.ends_on
    group by answers.respondent_id, months.month_starts_on

),

nps_months as (

    select
        counted.respondent_id || ' '
        || substring(cast(counted.month_starts_on as varchar), 1, 7)
            as nps_month_id,
        newest.account_id,
        newest.contact_id,
        coalesce(accounts.account, newest.account_id) as account,
        accounts.segment,
        accounts.icp_tier,
        accounts.is_icp,
        channels.channel,
        accounts.industry,
        accounts.region,
        contacts.role,
        contacts.is_champion,
        counted.month_starts_on,
        newest.score,
        newest.score >= 9 as is_promoter,
        newest.score <= 6 as is_detractor,
        counted.answers,
        counted.balance_of_answers
    from counted
    inner join {{ ref('int_survey_answers') }} as newest
        on counted.survey_id = newest.survey_id
    left join {{ ref('in_contacts') }} as contacts
        on newest.contact_id = contacts.contact_id
    left join {{ ref('dim_accounts') }} as accounts
        on newest.account_id = accounts.account_id
    left join {{ ref('int_account_channels') }} as channels
        on newest.account_id = channels.account_id

)

select * from nps_months
