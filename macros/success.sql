{# How a customer stands: whether its people like the product, and whether it gets the result that
   it came for. Null while an input that decides it is not connected: for want of data nobody is
   unhappy. #}
{% macro standing(is_happy, is_successful) -%}
    {%- set unknown = [] -%}
    {%- for entity in ['contacts', 'touches', 'outcomes', 'surveys'] if not connectors_of(entity) -%}
        {%- do unknown.append(entity) -%}
    {%- endfor -%}
    {%- if unknown -%}
    cast(null as varchar)
    {%- else -%}
    case
        when {{ is_happy }} and {{ is_successful }} then 'happy and successful'
        when {{ is_happy }} then 'happy, not successful'
        when {{ is_successful }} then 'successful, not happy'
        else 'neither'
    end
    {%- endif -%}
{%- endmacro %}
