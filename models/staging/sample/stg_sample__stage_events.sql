{{ in_contract_columns('stage_events', source('sample', 'stage_events')) }}
