{# How colleagues are called on the site: by name, or as people_called has it where vars.people is
   initials or hidden. Nothing above the inputs knows another name. #}

{% macro name_shown(person_id, person_name) -%}
    {%- if var('people') == 'names' -%}
        {{ person_name }}
    {%- else -%}
        (
            select called.called
            from {{ ref('people_called') }} as called
            where called.person_id = {{ person_id }}
        )
    {%- endif -%}
{%- endmacro %}

{# A manager is known by name alone: the first colleague who ever had it, or nobody's. #}
{% macro manager_shown(manager_name) -%}
    {%- if var('people') == 'names' -%}
        {{ manager_name }}
    {%- else -%}
        (
            select called.called
            from {{ ref('people_called') }} as called
            where
                called.manager_name = {{ manager_name }}
                or called.person_id = (
                    select min(people.person_id)
                    from {{ ref('checked_people') }} as people
                    where
                        people.person_name = {{ manager_name }}
                        and people.quarantine_reason is null
                )
        )
    {%- endif -%}
{%- endmacro %}

{# The first letter of every word of a name. #}
{% macro initials(name) -%}
    {{ adapter.dispatch('initials', 'samepage')(name) }}
{%- endmacro %}

{% macro default__initials(name) -%}
    upper(regexp_replace(trim({{ name }}), '(\S)\S*\s*', '\1', 'g'))
{%- endmacro %}

{% macro spark__initials(name) -%}
    upper(regexp_replace(trim({{ name }}), '(\\S)\\S*\\s*', '$1'))
{%- endmacro %}
