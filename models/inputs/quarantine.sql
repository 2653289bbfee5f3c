{%- for entity in entities() %}
{%- if not loop.first %}

union all

{% endif -%}
select
    '{{ entity }}' as entity,
    connector,
    {% for column in key_of(entity) -%}
    cast({{ column }} as varchar) {%- if not loop.last %} || ' ' || {% endif -%}
    {%- else -%} null {%- endfor %} as record_id,
    quarantine_reason as reason
from {{ ref('checked_' ~ entity) }}
where quarantine_reason is not null
{%- endfor %}
