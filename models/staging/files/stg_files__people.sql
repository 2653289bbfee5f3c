{{ in_contract_columns('people', source('files', 'people')) }}
