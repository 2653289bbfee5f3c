{# The first day of the period that a day belongs to. Weeks start on the company's weekday,
   quarters and years with its fiscal year: the calendar is shifted back to where both start
   as ISO has it, cut, and shifted forth again. #}
{% macro starts_on(grain, day) %}
    {%- set weekdays = var('company')['week_starts_on'] - 1 -%}
    {%- set months = var('company')['fiscal_year_starts_in'] - 1 -%}
    {%- if grain == 'day' -%}
        {{ day }}
    {%- elif grain == 'week' -%}
        {{ shifted_start('week', day, 'day', weekdays) }}
    {%- elif grain == 'month' -%}
        {{ shifted_start('month', day, 'month', 0) }}
    {%- else -%}
        {{ shifted_start(grain, dbt.date_trunc('month', day), 'month', months) }}
    {%- endif -%}
{% endmacro %}

{% macro shifted_start(grain, day, unit, count) %}
    {%- set start = dbt.date_trunc(grain, dbt.dateadd(unit, -count, day)) -%}
    cast({{ dbt.dateadd(unit, count, start) }} as date)
{%- endmacro %}

{% macro add_days(day, count) -%}
    cast({{ dbt.dateadd('day', count, day) }} as date)
{%- endmacro %}

{# Whether something came within so many days of something else; not having come is no. #}
{% macro is_within_days(count, reached_on, since) -%}
    coalesce({{ reached_on }} <= {{ add_days(since, count) }}, false)
{%- endmacro %}

{# The first day of the month so many months after a day's; null until that month begins, so that
   nothing is dated ahead of as_of. #}
{% macro month_later(count, day) -%}
    {%- set later = starts_on('month', dbt.dateadd('month', count, day)) -%}
    case when {{ later }} <= (select as_of from {{ ref('dim_as_of') }}) then {{ later }} end
{%- endmacro %}

{# What holds for an interval that nothing has ended yet. #}
{% macro end_of_time() -%}
    cast('9999-12-31' as date)
{%- endmacro %}

{# How many days, minutes or seconds begin after the one and up to the other: a whole number of 64
   bits, where engines differ in what a difference is. #}
{% macro count_between(unit, since, until) -%}
    cast({{ dbt.datediff(since, until, unit) }} as bigint)
{%- endmacro %}

{# How many days two intervals share; each ends before the day that ends it. #}
{% macro days_in_common(starts_on, ends_on, other_starts_on, other_ends_on) -%}
    {{ count_between(
        'day',
        'greatest(' ~ starts_on ~ ', ' ~ other_starts_on ~ ')',
        'least(' ~ ends_on ~ ', ' ~ other_ends_on ~ ')'
    ) }}
{%- endmacro %}
