{{ in_contract_columns('tickets', source('sample', 'tickets')) }}
