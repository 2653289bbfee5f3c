{# The facts that decide segment and fit. Two missing facts are the same fact. #}
{% macro has_same_facts(left, right) %}
    {%- for fact in ['employees', 'industry', 'region'] -%}
        {{ left }}.{{ fact }} is not distinct from {{ right }}.{{ fact }}
        {%- if not loop.last %} and {% endif -%}
    {%- endfor -%}
{% endmacro %}

{# Whether a criterion holds: yes where it asks for nothing, null where the fact is missing. #}
{% macro meets(criterion, fact, operator) -%}
    ({{ criterion }} is null or {{ fact }} {{ operator }} {{ criterion }})
{%- endmacro %}
