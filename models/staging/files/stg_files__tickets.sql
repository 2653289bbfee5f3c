{{ in_contract_columns('tickets', source('files', 'tickets')) }}
