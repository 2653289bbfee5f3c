{# No two rows share the columns, and none of these is null. #}
{% test one_row_per(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
    {%- for column in columns %}
    or {{ column }} is null
    {%- endfor %}

{% endtest %}

{# What a cube joins has its key once, so that the join multiplies no row. #}
{% test joined_once(model, joined, key) %}

select {{ key }}
from {{ joined }}
where {{ key }} is not null
group by {{ key }}
having count(*) > 1

{% endtest %}

{# Every row of every checked input is either accepted or in quarantine. #}
{% test accounted_for(model) %}

{% for entity in entities() %}
{%- if not loop.first %}union all{% endif %}
select '{{ entity }}' as entity
where (select count(*) from {{ ref('checked_' ~ entity) }})
    <> (select count(*) from {{ ref('in_' ~ entity) }})
    + (select count(*) from {{ model }} where entity = '{{ entity }}')
{% endfor %}

{% endtest %}
