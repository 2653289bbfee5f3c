{# Incremental builds (`--since`). What counts as reopened is computed anew, everything else in an
   incremental model is kept as the build before left it. `meta.reopened_by` of such a model is
   `lead_id`, or the column that dates its rows. HACKING says why that comes to the same. #}

{# Whether a moment lies after all that an incremental build takes for unchanged. #}
{% macro is_reopened(moment) -%}
    coalesce(cast({{ moment }} as date), {{ end_of_time() }})
    >= date '{{ env_var('SAMEPAGE_REOPENED_FROM', '') }}'
{%- endmacro %}

{# In a model whose rows are dated: those to compute anew, all of them in a full build. #}
{% macro where_reopened() -%}
    {%- if is_incremental() -%}
    where {{ is_reopened(config.get('meta').reopened_by) }}
    {%- endif -%}
{%- endmacro %}

{# The same in a model of leads. #}
{% macro of_reopened_leads() -%}
    {%- set leads = ref('int_reopened_leads') -%}
    {%- if is_incremental() -%}
    where lead_id in (select lead_id from {{ leads }})
    {%- endif -%}
{%- endmacro %}

{# The incremental strategy of these models, by dbt's name for it. #}
{% macro get_incremental_reopened_sql(arguments) -%}
    {%- set is_of_leads = config.get('meta').reopened_by == 'lead_id' -%}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute='name')) -%}
    delete from {{ arguments.target_relation }}
    {{ of_reopened_leads() if is_of_leads else where_reopened() }};
    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{%- endmacro %}

{# The rows of a model that are not as `remember` found them, as they are and as they were. #}
{% macro changed(relation) -%}
    (select * from {{ relation }} except select * from {{ remembered(relation) }})
    union all
    (select * from {{ remembered(relation) }} except select * from {{ relation }})
{%- endmacro %}

{# A hook of the model that asks for changes, for when it has been built. #}
{% macro remember(relation) -%}
    drop table if exists {{ remembered(relation) }};
    create table {{ remembered(relation) }} as select * from {{ relation }}
{%- endmacro %}

{% macro remembered(relation) -%}
    {{ return(relation.incorporate(path={'identifier': relation.identifier ~ '__remembered'})) }}
{%- endmacro %}
