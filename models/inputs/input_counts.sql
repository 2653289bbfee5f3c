{%- for entity in entities() %}
{%- if not loop.first %}

union all

{% endif -%}
select
    '{{ entity }}' as entity,
    connector,
    count(*) as records
from {{ ref('checked_' ~ entity) }}
group by connector
{%- endfor %}
