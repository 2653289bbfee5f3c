{# The minutes of vars.handoffs, from opens_at to closes_at on Monday to Friday, between two moments
   of the reporting time zone. Public holidays count as any other day. #}
{% macro business_minutes(starts_at, ends_at) -%}
    {{ open_minutes_until(ends_at) }} - {{ open_minutes_until(starts_at) }}
{%- endmacro %}

{# The same since Monday, 1 January 1900: whole weeks of five days, then the days of this week that
   are over, then as much of this day as is. #}
{% macro open_minutes_until(moment) -%}
    {%- set opens = var('handoffs')['opens_at'] * 60 -%}
    {%- set a_day = var('handoffs')['closes_at'] * 60 - opens -%}
    {%- set days = count_between('day', "cast('1900-01-01' as date)", moment) -%}
    {%- set minute = 'extract(hour from ' ~ moment ~ ') * 60 + extract(minute from ' ~ moment ~ ')' -%}
    cast(
            ({{ days }} - mod({{ days }}, 7)) / 7 * {{ 5 * a_day }}
            + least(mod({{ days }}, 7), 5) * {{ a_day }}
            + case
                when mod({{ days }}, 7) < 5
                    then least(greatest({{ minute }} - {{ opens }}, 0), {{ a_day }})
                else 0
            end
        as bigint)
{%- endmacro %}
