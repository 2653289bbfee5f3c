{# The day whose knowledge the projection of retention uses. #}
{% macro months_held_back_from(day) -%}
    {{ dbt.dateadd('month', -var('projection')['months_held_back'], day) }}
{%- endmacro %}

{# The shifted-beta-geometric model of how long customers stay (Fader and Hardie 2007, How to Project
   Customer Retention). Each customer leaves with a chance of its own, the same every month; over
   all customers the chances follow a beta distribution with alpha and beta. So of those who stayed
   for n - 1 months, alpha / (alpha + beta + n - 1) leave in month n. #}

{# The logarithm of the chance that customers stay and leave as they did. `count_at_risk` of them
   began month n, `count_left` left in it: whoever is still there adds the months seen so far. #}
{% macro log_likelihood(alpha, beta) -%}
    sum(
            count_left * ln({{ alpha }})
            + (count_at_risk - count_left) * ln({{ beta }} + month_number - 1)
            - count_at_risk * ln({{ alpha }} + {{ beta }} + month_number - 1)
        )
{%- endmacro %}

{# The CTEs that find the likeliest alpha and beta for the CTE `periods`; `found` holds them. For any
   sum alpha + beta the best alpha follows, since there the derivative by alpha is 0. So only the sum
   is searched for: 101 points from `lowest` to `highest`, then 101 closer ones around the best, and
   so on. Rounded, so that the order in which threads add up decides nothing. #}
{% macro beta_geometric_fit(lowest, highest) -%}
{%- set levels = 4 -%}
steps as (

    {{ dbt.generate_series(101) }}

),

best_0 as (

    select
        (ln({{ lowest }}) + ln({{ highest }})) / 2 as middle,
        (ln({{ highest }}) - ln({{ lowest }})) / 2 as reach

),
{% for level in range(1, levels + 1) %}
sums_{{ level }} as (

    select
        best.reach,
        exp(greatest(ln({{ lowest }}), least(ln({{ highest }}),
            best.middle + best.reach * (steps.generated_number - 51) / 50.0
        ))) as alpha_plus_beta
    from best_{{ level - 1 }} as best
    cross join steps

),

alphas_{{ level }} as (

    select
        sums.reach,
        sums.alpha_plus_beta,
        sum(periods.count_left) / sum(
            periods.count_at_risk / (sums.alpha_plus_beta + periods.month_number - 1)
        ) as alpha
    from sums_{{ level }} as sums
    cross join periods
    group by sums.reach, sums.alpha_plus_beta

),

tried_{{ level }} as (

    select
        reach,
        alpha_plus_beta,
        alpha,
        cast({{ log_likelihood('alpha', '(alpha_plus_beta - alpha)') }}
            as decimal(28, 8)) as log_likelihood
    from alphas_{{ level }}
    cross join periods
    group by reach, alpha_plus_beta, alpha

),

ranked_{{ level }} as (

    select
        *,
        row_number() over (
            order by log_likelihood desc, alpha_plus_beta
        ) as place
    from tried_{{ level }}

),

best_{{ level }} as (

    select
        alpha,
        alpha_plus_beta - alpha as beta,
        log_likelihood,
        ln(alpha_plus_beta) as middle,
        reach / 25 as reach
    from ranked_{{ level }}
    where place = 1

),
{% endfor %}
found as (

    select alpha, beta, log_likelihood from best_{{ levels }}

)
{%- endmacro %}
