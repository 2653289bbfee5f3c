{{ in_contract_columns('stage_events', source('files', 'stage_events')) }}
