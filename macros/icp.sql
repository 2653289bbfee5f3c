{# The facts that decide segment and fit, with one way to say that one is missing. #}
{% macro facts() -%}
    nullif(employees, -1) as employees,
        nullif(industry, '') as industry,
        nullif(region, '') as region
{%- endmacro %}

{# A join on these facts, in which two missing ones are the same. Written with `=` alone, since
   some engines compare every row with every other when asked for `is not distinct from`. #}
{% macro has_same_facts(left, right) -%}
    coalesce({{ left }}.employees, -1) = coalesce({{ right }}.employees, -1)
            and coalesce({{ left }}.industry, '') = coalesce({{ right }}.industry, '')
            and coalesce({{ left }}.region, '') = coalesce({{ right }}.region, '')
{%- endmacro %}

{# Whether a criterion holds: yes where it asks for nothing, null where the fact is missing. #}
{% macro meets(criterion, fact, operator) -%}
    ({{ criterion }} is null or {{ fact }} {{ operator }} {{ criterion }})
{%- endmacro %}
