{# From a source's accounts, time zone and currency to those that are reported. #}

{# The account that stands for one, after all merges of their records. #}
{% macro surviving(account_id) -%}
    coalesce(
            (
                select merges.survivor_id
                from {{ ref('account_merges') }} as merges
                where merges.account_id = {{ account_id }}
            ),
            {{ account_id }}
        )
{%- endmacro %}

{# A naive UTC timestamp as the naive local time of the reporting time zone. #}
{% macro in_reporting_zone(timestamp) -%}
    {{ adapter.dispatch('local_time', 'samepage')(timestamp, var('company')['time_zone']) }}
{%- endmacro %}

{% macro default__local_time(timestamp, zone) -%}
    (({{ timestamp }} at time zone 'UTC') at time zone '{{ zone }}')
{%- endmacro %}

{% macro spark__local_time(timestamp, zone) -%}
    from_utc_timestamp({{ timestamp }}, '{{ zone }}')
{%- endmacro %}

{# A day of the reporting time zone as the naive UTC timestamp of its midnight, so that it stays
   that day. For sources that know no time of day. #}
{% macro start_of_day(day) -%}
    {{ adapter.dispatch('universal_time', 'samepage')(
        'cast(' ~ day ~ ' as timestamp)', var('company')['time_zone']
    ) }}
{%- endmacro %}

{% macro default__universal_time(timestamp, zone) -%}
    (({{ timestamp }} at time zone '{{ zone }}') at time zone 'UTC')
{%- endmacro %}

{% macro spark__universal_time(timestamp, zone) -%}
    to_utc_timestamp({{ timestamp }}, '{{ zone }}')
{%- endmacro %}

{# An amount in the reporting currency, at the rate of a day; without a day, at the newest rate. #}
{% macro in_reporting_currency(amount, currency, on) -%}
    {{ amount }} * (
            select rates.rate
            from {{ ref('currency_rates') }} as rates
            where rates.currency = {{ currency }}
                and rates.valid_from <= coalesce(cast({{ on }} as date), date '9999-12-30')
                and rates.valid_to > coalesce(cast({{ on }} as date), date '9999-12-30')
        )
{%- endmacro %}
