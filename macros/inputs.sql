{# How the inputs contract is filled. The contract itself is the columns of models/inputs/in_*.yml. #}

{# Every input there is, in the order in which the pages list them. #}
{% macro entities() -%}
    {{ return([
        'accounts', 'contacts', 'leads', 'stage_events', 'opportunities', 'touches',
        'people', 'subscriptions', 'usage', 'churn_markers', 'outcomes', 'surveys',
        'tickets', 'spend', 'exchange_rates',
    ]) }}
{%- endmacro %}

{# The columns of an input as {name: {data_type: ...}}; empty while dbt only parses. #}
{% macro contract_of(entity) -%}
    {{ return(graph.nodes['model.samepage.in_' ~ entity].columns if execute else {}) }}
{%- endmacro %}

{# The names of the columns that identify a row of an input. #}
{% macro key_of(entity) -%}
    {{ return(graph.nodes['model.samepage.in_' ~ entity].config.meta.key if execute else []) }}
{%- endmacro %}

{# The column that dates the rows of an input. #}
{% macro happens_at(entity) -%}
    {{ return(graph.nodes['model.samepage.in_' ~ entity].config.meta.happens_at if execute else 'null') }}
{%- endmacro %}

{# The connectors that vars.sources names for an input: none, one or several. #}
{% macro connectors_of(entity) -%}
    {%- set named = var('sources').get(entity) or [] -%}
    {{ return([named] if named is string else named) }}
{%- endmacro %}

{# Every row that any connector delivers for an input, or none, always of the contract's types. #}
{% macro connected(entity) -%}
    {%- set columns = contract_of(entity) -%}
    {%- for connector in connectors_of(entity) -%}
    {%- if not loop.first %}

    union all

    {% endif -%}
    select
        {%- for name in columns %}
        {{ name }},
        {%- endfor %}
        '{{ connector }}' as connector
    from {{ ref('stg_' ~ connector ~ '__' ~ entity) }}
    {{ where_reopened() }}
    {%- else -%}
    select
        {%- for name, column in columns.items() %}
        cast(null as {{ column.data_type }}) as {{ name }},
        {%- endfor %}
        cast(null as varchar) as connector
    where false
    {%- endfor -%}
{%- endmacro %}

{# A staging model whose raw table already has the contract's columns. #}
{% macro in_contract_columns(entity, relation) -%}
select
    {%- for name, column in contract_of(entity).items() %}
    cast({{ name }} as {{ column.data_type }}) as {{ name }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
from {{ relation }}
{%- endmacro %}
